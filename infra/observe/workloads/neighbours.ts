import type { PodAffinityTerm } from "../api/pod-spec";
import { selects } from "../../selectors/label-selector";
import { type ObservedWorkload, workloadId } from "../owners/observed-workload";

/**
 * The workloads whose pods a pod (anti-)affinity term means, by id. Absent namespaces mean the term's own. A term that
 * selects namespaces by their labels means all namespaces here, which may be more than it does.
 */
export function meantBy(
  { labelSelector, namespaces, namespaceSelector }: PodAffinityTerm,
  namespace: string,
  workloads: readonly ObservedWorkload[],
): readonly string[] {
  if (labelSelector === undefined) {
    return [];
  }
  const inScope = (candidate: string): boolean =>
    namespaceSelector !== undefined || (namespaces.length === 0 ? candidate === namespace : namespaces.includes(candidate));
  return workloads
    .filter((other) => inScope(other.namespace) && other.labelSets.some((labels) => selects(labelSelector, labels)))
    .map(workloadId);
}
