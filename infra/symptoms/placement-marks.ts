import { namespacesWithoutKyverno } from "../placement/emit/namespaces-without-kyverno";
import { coordinatorLabel } from "../workloads/coordination";
import type { Workload } from "../workloads/workload";
import { type ClusterInPlan, isPerNode, type PodInPlan } from "./cluster-in-plan";
import { readOrNone } from "./lists";

/** Why a pod is without the placement that it should have, and what gives it one. */
export interface MissingPlacement {
  readonly why: string;
  readonly fix: string;
}

/** Undefined where the pod has its placement, or none is meant to reach it. */
export function missingPlacement({ pod, workload }: PodInPlan, cluster: ClusterInPlan): MissingPlacement | undefined {
  if (workload === undefined || !isPlaced(workload, cluster) || pod.metadata.labels[coordinatorLabel] !== undefined) {
    return undefined;
  }
  const { readings, stack } = cluster;
  const update = `pulumi up -s ${stack.name}`;
  const restart = restartOf(workload);
  if (workload.managedBy === "berth") {
    return { why: "its template is not the one of the tables: it was changed by hand, or never updated", fix: update };
  }
  if (readings.mutatingPolicies === "denied") {
    return { why: "whether its placement policy is there may not be read", fix: `if kubectl get mutatingpolicies has it: ${restart}` };
  }
  const owner = `${workload.kind}/${workload.id}`;
  const policy = readOrNone(readings, "mutatingPolicies").find(({ metadata }) => metadata.annotations["berth.dev/workload"] === owner);
  if (policy === undefined) {
    const what =
      readings.mutatingPolicies === "absent" ? "the cluster has no Kyverno that knows MutatingPolicies" : "it has no placement policy";
    return { why: what, fix: `${update}, then ${restart}` };
  }
  const { name, creationTimestamp = "" } = policy.metadata;
  return Date.parse(pod.metadata.creationTimestamp ?? "") < Date.parse(creationTimestamp)
    ? { why: `it is older than its placement policy ${name}, which acts on new pods`, fix: restart }
    : { why: `Kyverno did not answer when it was created: policy ${name} was there`, fix: `look whether Kyverno is well, then ${restart}` };
}

/** Whether the plan's placement is meant to reach the pods of a workload. */
function isPlaced(workload: Workload, { placements }: ClusterInPlan): boolean {
  const isSeen = workload.managedBy === "berth" || !namespacesWithoutKyverno.includes(workload.namespace);
  return isSeen && !isPerNode(workload) && placements.has(workload.id);
}

/** The command that makes a workload's pods anew. */
export function restartOf({ namespace, kind, name, estimated }: Workload): string {
  return estimated || kind === "CronJob" || kind === "StaticPod"
    ? `kubectl -n ${namespace} delete pod <name>`
    : `kubectl -n ${namespace} rollout restart ${kind.toLowerCase()}/${name}`;
}
