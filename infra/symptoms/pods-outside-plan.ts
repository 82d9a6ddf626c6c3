import { type ClusterInPlan, isLiving, type PodInPlan } from "./cluster-in-plan";
import { readOrNone } from "./lists";
import { isNodeReady } from "./node-obstacles";
import { missingPlacement, restartOf } from "./placement-marks";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** Pods that run where the plan does not have them, or on a failover node though their planned ones are well. */
export const podsOutsidePlan = defineSymptom({
  name: "pods-outside-plan",
  title: "Pods outside their planned nodes",
  needs: ["pods"],
  find: (_, cluster) => cluster.pods.filter(({ pod }) => isLiving(pod)).flatMap((pod) => findingsOf(pod, cluster)),
});

function findingsOf(pod: PodInPlan, cluster: ClusterInPlan): readonly SymptomFinding[] {
  const { workload, planned, id } = pod;
  const { nodeName } = pod.pod.spec;
  if (
    workload === undefined ||
    planned === undefined ||
    nodeName === undefined ||
    planned.nodes.length === 0 ||
    workload.burst !== undefined
  ) {
    return [];
  }
  const { nodes, failover, leftBehind = [] } = planned;
  if ([...nodes, ...leftBehind, ...(cluster.leeway.get(workload.id) ?? [])].includes(nodeName)) {
    return [];
  }
  const onFailover = failover.includes(nodeName);
  if (onFailover && !nodes.every((name) => isWell(name, cluster))) {
    return [];
  }
  const missing = missingPlacement(pod, cluster);
  const fallback = failover.length === 0 ? "" : `, failover ${failover.join(", ")}`;
  const restart = restartOf(workload);
  return [
    {
      severity: onFailover ? "info" : "warning",
      subject: id,
      seen: `runs on ${nodeName}; planned on ${nodes.join(", ")}${fallback}`,
      why:
        missing?.why ??
        (onFailover ? "it fell back, and its planned nodes are well again; nothing moves a pod that runs" : movedWhy(cluster)),
      fix:
        missing?.fix ??
        (workload.immovable === undefined ? restart : `it may not move (${workload.immovable}): npm run plan with where it is`),
    },
  ];
}

function movedWhy({ stack }: ClusterInPlan): string {
  return `it started under an earlier plan of ${stack.name}, or somebody bound it by hand`;
}

/** A node that may not be read counts as well. */
function isWell(name: string, { readings }: ClusterInPlan): boolean {
  const node = readOrNone(readings, "nodes").find(({ metadata }) => metadata.name === name);
  return node === undefined ? typeof readings.nodes === "string" : isNodeReady(node) && !node.spec.unschedulable;
}
