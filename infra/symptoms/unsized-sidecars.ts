import type { Pod } from "../observe/api/pod";
import { formatCpuMilli, formatMemoryBytes } from "../quantities/quantity";
import { isCsiSidecar, sizingRules } from "../rightsizing/rules";
import { isLiving } from "./cluster-in-plan";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** Sidecars of storage drivers that nobody sized: a LimitRange's default is many times what they use, for each of a dozen. */
export const unsizedSidecars = defineSymptom({
  name: "unsized-sidecars",
  title: "Sidecars of storage drivers without requests",
  needs: ["pods"],
  find: (_, { pods }) =>
    pods
      .filter(({ pod }) => isLiving(pod))
      .flatMap(({ id, pod }) => {
        const unsized = [...pod.spec.containers, ...pod.spec.initContainers].filter(
          ({ name }) => isCsiSidecar(name) && !isSized(pod, name),
        );
        return unsized.length === 0
          ? []
          : [
              findingOf(
                id,
                unsized.map(({ name }) => name),
              ),
            ];
      }),
});

/** What a LimitRange filled in is not sized. */
function isSized({ metadata, spec }: Pod, name: string): boolean {
  const resources = [...spec.containers, ...spec.initContainers].find((container) => container.name === name)?.resources;
  const filledIn = metadata.annotations["kubernetes.io/limit-ranger"] ?? "";
  return resources?.requests["memory"] !== undefined && !new RegExp(`memory request for container ${name}(;|,|$)`).test(filledIn);
}

function findingOf(subject: string, names: readonly string[]): SymptomFinding {
  const { request, memoryLimitBytes } = sizingRules.csiSidecar;
  return {
    severity: "info",
    subject,
    seen: `${names.join(", ")}: no request of ${names.length === 1 ? "its" : "their"} own`,
    why: "the driver's chart leaves them to its values. They belong to the driver's controller and node pods, not to the pods that use volumes",
    fix: `in the driver's values: requests ${formatCpuMilli(request.cpuMilli)} CPU and ${formatMemoryBytes(request.memoryBytes)}, memory limit ${formatMemoryBytes(memoryLimitBytes)}`,
  };
}
