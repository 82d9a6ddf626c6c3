import type { RecordingRule } from "./rule";

/** Pods that run or wait to: those that have ended keep their requests and their node in the metrics. */
const livingPods = 'max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"}) == 1';

/** Series of every pod that has a node: `namespace`, `workload`, `id` (`namespace/workload`), `pod` and `node`. */
export const podNode = "berth:pod_node";

/** Requests of a node's pods in percent of what it can allocate: `node` and `resource` (`cpu` or `memory`). */
export const nodeRequestsPercent = "berth:node_requests:percent";

/**
 * Which workload's pod is on which node. A ReplicaSet's pods are its Deployment's, a Job's are its CronJob's; those of a
 * StatefulSet or of an operator's own kind name their owner themselves. Pods of
 * DaemonSets and static pods are on the node that they are made for, so they are left out.
 *
 * All of it is what kube-state-metrics tells, whatever else its series are labelled with and however many of it there are.
 */
const podNodeRule: RecordingRule = {
  record: podNode,
  expr: `label_join(max by (namespace, workload, pod, node) (${[
    `label_replace(${podsCreatedBy('!~"ReplicaSet|Job|DaemonSet|Node|<none>"')}, "workload", "$1", "created_by_name", "(.+)")`,
    ownedThrough("ReplicaSet", "replicaset", "kube_replicaset_owner", "Deployment"),
    ownedThrough("Job", "job_name", "kube_job_owner", "CronJob"),
  ].join(" or ")}) and on (namespace, pod) (${livingPods}), "id", "/", "namespace", "workload")`,
};

/**
 * Of containers that are not init containers. A pod whose init containers request more, or go on running beside the others,
 * counts for less than the scheduler counts it.
 */
const nodeRequestsRule: RecordingRule = {
  record: nodeRequestsPercent,
  expr: `100 * sum by (node, resource) (max by (namespace, pod, container, node, resource) (kube_pod_container_resource_requests{resource=~"cpu|memory", node!=""}) and on (namespace, pod) (${livingPods})) / max by (node, resource) (kube_node_status_allocatable{resource=~"cpu|memory"})`,
};

export const podSeries: readonly RecordingRule[] = [podNodeRule, nodeRequestsRule];

/** @param kinds What matches the kind of a pod's owner. */
function podsCreatedBy(kinds: string): string {
  return `max by (namespace, pod, node, created_by_name) (kube_pod_info{created_by_kind${kinds}, created_by_kind!="", node!=""})`;
}

function ownedThrough(kind: string, label: string, owners: string, ownerKind: string): string {
  const pods = `label_replace(${podsCreatedBy(`="${kind}"`)}, "${label}", "$1", "created_by_name", "(.+)")`;
  const owner = `max by (namespace, ${label}, owner_name) (${owners}{owner_kind="${ownerKind}"})`;
  return `label_replace(${pods} * on (namespace, ${label}) group_left (owner_name) ${owner}, "workload", "$1", "owner_name", "(.+)")`;
}
