import type { Pod } from "../observe/api/pod";
import { formatMemoryBytes, memoryBytes } from "../quantities/quantity";
import { targetKey, type VpaRecommendation } from "../rightsizing/recommendation";
import { isLiving, type PodInPlan } from "./cluster-in-plan";
import { readOrNone } from "./lists";
import { defineSymptom, type SymptomFinding } from "./symptom";

const reason = "OOMKilled";

/** Containers that were killed because they used more memory than they may: limit, row and recommendation side by side. */
export const outOfMemory = defineSymptom({
  name: "out-of-memory",
  title: "Containers killed for their memory",
  needs: ["pods"],
  find: (_, { pods, readings, stack }) => {
    const recommendations = readOrNone(readings, "verticalPodAutoscalers");
    return pods
      .filter(({ pod }) => isLiving(pod))
      .flatMap((pod) => killedContainers(pod.pod).map((container) => findingOf(pod, container, recommendations, stack.name)));
  },
});

interface KilledContainer {
  readonly name: string;
  readonly restarts: number;
  /** Absent: its node ran out of memory, or a child of it was killed. */
  readonly limit?: string;
}

function killedContainers({ spec, status }: Pod): readonly KilledContainer[] {
  return [...status.containerStatuses, ...status.initContainerStatuses]
    .filter(({ state, lastState }) => state?.terminated?.reason === reason || lastState?.terminated?.reason === reason)
    .map(({ name, restartCount }) => {
      const container = [...spec.containers, ...spec.initContainers].find((each) => each.name === name);
      const limit = container?.resources.limits["memory"] ?? spec.resources.limits["memory"];
      return { name, restarts: restartCount, ...(limit === undefined ? {} : { limit }) };
    });
}

function findingOf(
  { id, pod, workload }: PodInPlan,
  { name, limit, restarts }: KilledContainer,
  recommendations: readonly VpaRecommendation[],
  stack: string,
): SymptomFinding {
  const about = {
    severity: "critical" as const,
    subject: id,
    seen: `container ${name} was killed at ${limit === undefined ? "no limit" : `a limit of ${limit}`}, ${restarts} ${restarts === 1 ? "restart" : "restarts"}`,
  };
  if (limit === undefined) {
    return {
      ...about,
      why: `it has no limit, so the memory of ${pod.spec.nodeName ?? "its node"} ran out`,
      fix: "give it a request of what it uses and a limit: the kernel then ends what uses more, and not what is next to it",
    };
  }
  const filledIn = pod.metadata.annotations["kubernetes.io/limit-ranger"]?.includes(`memory limit for container ${name}`) === true;
  if (filledIn) {
    return { ...about, why: "nobody gave it a limit: it has the default of its namespace's LimitRange", fix: limitFix(workload?.id) };
  }
  const stated = statedLimit(workload, name);
  if (stated !== undefined && stated > memoryBytes(limit)) {
    return {
      ...about,
      why: `its row says ${formatMemoryBytes(stated)}`,
      fix: "let what deploys it give the limit of the row",
    };
  }
  const kind = workload?.kind ?? "Deployment";
  const target = workload === undefined ? undefined : targetKey({ namespace: workload.namespace, target: { kind, name: workload.name } });
  const upper = recommendations.find((each) => targetKey(each) === target)?.containers.find(({ container }) => container === name)
    ?.upperBound.memoryBytes;
  const row = stated === undefined ? "its row has no limit" : `its row says the same, ${formatMemoryBytes(stated)}`;
  if (upper === undefined) {
    return {
      ...about,
      why: `${row}; no VPA has a recommendation for it`,
      fix: `${limitFix(workload?.id)}; a VPA in mode Off finds out how much`,
    };
  }
  const bound = formatMemoryBytes(Math.ceil(upper / 1024 ** 2) * 1024 ** 2);
  return upper > memoryBytes(limit) * 0.8
    ? { ...about, why: `${row}; the VPA's upper bound is ${bound}`, fix: `npm run rightsize ${stack}` }
    : {
        ...about,
        why: `${row}; the VPA's upper bound is ${bound}, far below it: it uses little most of the time and then all there is`,
        fix: "look for a leak or a single large request in its memory over time, before giving it more",
      };
}

function statedLimit(workload: PodInPlan["workload"], container: string): number | undefined {
  if (workload === undefined) {
    return undefined;
  }
  const own = workload.containers.find(({ name }) => name === container)?.limits.memory;
  return own === undefined ? (workload.containers.length === 0 ? workload.limits.memoryBytes : undefined) : memoryBytes(own);
}

function limitFix(workload: string | undefined): string {
  return workload === undefined
    ? "give its container a memory limit"
    : `give ${workload} a memory limit in its row, and where it is deployed`;
}
