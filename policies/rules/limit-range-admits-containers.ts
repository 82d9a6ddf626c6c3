import { z } from "zod";
import { isQuantity, parseQuantity } from "../../infra/quantities/quantity";
import { type ClusterModel, type ContainerView, subjectsOfType, type WorkloadView } from "../model/cluster";
import { decidedParts } from "../model/undecidable";
import { defineRule } from "../rule";

/** A namespace's LimitRange lets in what the same program puts there. */
export const limitRangeAdmitsContainers = defineRule({
  id: "limit-range-admits-containers",
  displayName: "A LimitRange admits the namespace's own containers",
  description: "No container may use more memory than the LimitRange of its namespace, such as that of its tier, allows one container.",
  why: "The API server refuses the pod, but accepts the Deployment: the update succeeds, the controller makes no pod, and only its events tell.",
  remediation:
    "Lower resources.limits.memory to the maximum, or raise max.memory of the LimitRange: the tier's, for all of its namespaces.",
  group: "resources",
  severity: "high",
  view: "stack",
  settings: {
    maxima: z
      .array(z.strictObject({ namespace: z.string().min(1), memory: z.string().min(1) }))
      .default([])
      .describe(
        "What one container may use in namespaces whose LimitRange the program does not make itself, as Kyverno makes that of a tier.",
      ),
  },
  check(subject, cluster, { maxima }) {
    if (subject.type !== "workload") {
      return [];
    }
    const applying = [...rangesOf(subject, cluster), ...toldOf(subject, maxima)];
    return applying.length === 0
      ? []
      : decidedParts(
          (subject.pod.containers ?? []).map((container) => () => {
            const wanted = memoryOf(container);
            const exceeded = applying.find(({ memory }) => wanted !== undefined && isMore(wanted, memory));
            return exceeded === undefined
              ? []
              : [
                  {
                    message: `Container ${container.name} of ${subject.label} may use ${wanted ?? ""} of memory, and ${exceeded.label} allows one container ${exceeded.memory}.`,
                  },
                ];
          }),
        );
  },
});

interface Maximum {
  readonly label: string;
  readonly memory: string;
}

function rangesOf({ namespace }: WorkloadView, cluster: ClusterModel): readonly Maximum[] {
  return subjectsOfType(cluster, "limit-range")
    .filter((range) => range.namespace === namespace)
    .flatMap(({ label, limits }) =>
      limits.flatMap(({ type, max: { memory } }) => (type === "Container" && memory !== undefined ? [{ label, memory }] : [])),
    );
}

function toldOf(
  { namespace }: WorkloadView,
  maxima: readonly { readonly namespace: string; readonly memory: string }[],
): readonly Maximum[] {
  return maxima
    .filter((maximum) => maximum.namespace === namespace)
    .map(({ memory }) => ({ label: `the LimitRange of namespace ${namespace}`, memory }));
}

function memoryOf({ requests, limits }: ContainerView): string | undefined {
  return limits["memory"] ?? requests["memory"];
}

function isMore(amount: string, maximum: string): boolean {
  return isQuantity(amount) && isQuantity(maximum) && parseQuantity(amount) > parseQuantity(maximum);
}
