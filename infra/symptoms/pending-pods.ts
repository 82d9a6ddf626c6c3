import { podRequests } from "../observe/pod-resources";
import { formatCpuMilli, formatMemoryBytes } from "../quantities/quantity";
import { type ClusterInPlan, isLiving, type PodInPlan } from "./cluster-in-plan";
import { type Obstacle, obstaclesOf } from "./node-obstacles";
import { missingPlacement } from "./placement-marks";
import { meaningOf, refusalsIn } from "./scheduler-message";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** For so long a pod may wait for its first look by the scheduler. */
const patienceMilliseconds = 60_000;

/** Pods without a node: the scheduler's reason, put against what the plan has for them. */
export const pendingPods = defineSymptom({
  name: "pending-pods",
  title: "Pods that wait for a node",
  needs: ["pods"],
  find: (_, cluster) =>
    cluster.pods
      .filter(({ pod }) => pod.spec.nodeName === undefined && isLiving(pod))
      .flatMap((pod) => {
        const finding = findingOf(pod, cluster);
        return finding === undefined ? [] : [finding];
      }),
});

function findingOf(pod: PodInPlan, cluster: ClusterInPlan): SymptomFinding | undefined {
  const { metadata, spec, status } = pod.pod;
  const condition = status.conditions.find(({ type, status: value }) => type === "PodScheduled" && value === "False");
  if (condition === undefined) {
    const age = cluster.now - Date.parse(metadata.creationTimestamp ?? "");
    return age < patienceMilliseconds || Number.isNaN(age)
      ? undefined
      : {
          severity: "critical",
          subject: pod.id,
          seen: "no scheduler has looked at it",
          why: `${spec.schedulerName} does not run, or cannot reach the API server`,
          fix: `kubectl -n kube-system get pods, and the log of ${spec.schedulerName}`,
        };
  }
  if (condition.reason === "SchedulingGated") {
    return {
      severity: "warning",
      subject: pod.id,
      seen: "waits behind a scheduling gate",
      why: "whoever put the gate there has not taken it away",
      fix: "kubectl get pod -o yaml names the gate (spec.schedulingGates); look at its controller",
    };
  }
  const message = condition.message ?? "the scheduler gave no reason";
  return { severity: "critical", subject: pod.id, seen: message.replace(/ preemption: .*$/s, ""), ...explain(pod, message, cluster) };
}

function explain(pod: PodInPlan, message: string, cluster: ClusterInPlan): Pick<SymptomFinding, "why" | "fix"> {
  const { workload, planned } = pod;
  const { stack, plan } = cluster;
  const meaning = meaningOf(refusalsIn(message));
  if (workload === undefined) {
    return {
      why: `the tables have no such workload, so no room is planned for it${meaning === undefined ? "" : `; ${meaning.why}`}`,
      fix: `write a row for it (npm run observe writes one from the cluster), then npm run plan ${stack.name}`,
    };
  }
  const unplaced = plan.unplaced.find(({ namespace, name }) => `${namespace}/${name}` === workload.id);
  if (unplaced !== undefined) {
    return {
      why: `the plan has no node for it either: ${unplaced.blockedBy.join(", ")}`,
      fix: unplaced.remedies[0] ?? `npm run plan ${stack.name}`,
    };
  }
  const missing = missingPlacement(pod, cluster);
  const asked = differentRequests(pod);
  const nodes = planned?.nodes ?? [];
  const obstacles = nodes.map((name) => ({ name, obstacles: obstaclesOf(name, pod.pod, cluster) }));
  const [first] = obstacles.flatMap((each) => each.obstacles);
  const where = nodes.length === 0 ? [] : [planText(nodes, planned?.failover ?? [], obstacles)];
  const why = [
    ...(missing === undefined ? [] : [`it is without its placement: ${missing.why}`]),
    ...(asked === undefined ? [] : [asked.why]),
    ...where,
    ...(first === undefined && meaning !== undefined ? [meaning.why] : []),
  ];
  const fix = missing?.fix ?? asked?.fix(stack.name) ?? first?.fix ?? meaning?.fix ?? `npm run plan ${stack.name}`;
  return { why: why.length === 0 ? "the tables do not tell" : why.join("; "), fix };
}

function planText(
  nodes: readonly string[],
  failover: readonly string[],
  obstacles: readonly { readonly name: string; readonly obstacles: readonly Obstacle[] }[],
): string {
  const fallback = failover.length === 0 ? "" : `, failover ${failover.join(", ")}`;
  const against = obstacles.flatMap(({ name, obstacles: found }) =>
    found.length === 0 ? [] : [`${name} ${found.map(({ text }) => text).join(" and ")}`],
  );
  return `planned on ${nodes.join(", ")}${fallback}${against.length === 0 ? "" : `: ${against.join("; ")}`}`;
}

/** Where a pod requests more than its row says, the plan is for another pod. */
function differentRequests({ pod, workload }: PodInPlan): { readonly why: string; readonly fix: (stack: string) => string } | undefined {
  if (workload === undefined || workload.estimated) {
    return undefined;
  }
  const { cpuMilli, memoryBytes } = podRequests(pod.spec, pod.status);
  const { requests: after, currentRequests: now } = workload;
  const requests = { cpuMilli: Math.max(after.cpuMilli, now.cpuMilli), memoryBytes: Math.max(after.memoryBytes, now.memoryBytes) };
  const more = [
    ...(cpuMilli > requests.cpuMilli ? [`${formatCpuMilli(cpuMilli)} CPU, the row ${formatCpuMilli(requests.cpuMilli)}`] : []),
    ...(memoryBytes > requests.memoryBytes
      ? [`${formatMemoryBytes(memoryBytes)} of memory, the row ${formatMemoryBytes(requests.memoryBytes)}`]
      : []),
  ];
  return more.length === 0
    ? undefined
    : {
        why: `it requests ${more.join(", and ")}`,
        fix: (stack) =>
          `let the pod request what the row of ${workload.id} says, or write into the row what it needs and run npm run plan ${stack}`,
      };
}
