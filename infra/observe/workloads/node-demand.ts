import type { NodeDemand } from "../machines/hardware-table";
import { podRequests } from "../pod-resources";
import type { PodSpec } from "../api/pod-spec";
import type { ClusterSnapshot } from "../snapshot";

/** By which labels the cluster's workloads select nodes, and how many of each extended resource they ask for. */
export function nodeDemandOf(snapshot: ClusterSnapshot): NodeDemand {
  const selectedKeys = new Set<string>();
  const requested = new Map<string, number>();
  const templates = [...(snapshot.deployments ?? []), ...(snapshot.statefulSets ?? []), ...(snapshot.daemonSets ?? [])].map(
    ({ spec }) => spec.template,
  );
  const cronJobs = (snapshot.cronJobs ?? []).map(({ spec }) => spec.jobTemplate.spec.template);
  const specs: readonly PodSpec[] = [...templates, ...cronJobs, ...snapshot.pods].map(({ spec }) => spec);
  for (const spec of specs) {
    for (const key of selectingKeys(spec)) {
      selectedKeys.add(key);
    }
    for (const [resource, count] of Object.entries(podRequests(spec).others)) {
      requested.set(resource, (requested.get(resource) ?? 0) + count);
    }
  }
  for (const { spec } of snapshot.persistentVolumes ?? []) {
    spec.nodeAffinity.flatMap(({ matchExpressions }) => matchExpressions).forEach(({ key }) => selectedKeys.add(key));
  }
  return { selectedKeys, requested };
}

function selectingKeys({ nodeSelector, affinity }: PodSpec): readonly string[] {
  return [
    ...Object.keys(nodeSelector),
    ...affinity.nodeAffinity.required.flatMap(({ matchExpressions }) => matchExpressions.map(({ key }) => key)),
  ];
}
