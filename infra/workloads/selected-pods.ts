import { selects } from "../selectors/label-selector";
import type { PodAffinityTerm } from "./relations-schema";

/** What of a workload decides whether a term selects its pods. */
export interface SelectablePods {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/**
 * The workloads whose pods a term selects. Only the labels of the tables count: a selector can go by no label that
 * `podLabels` leaves out.
 *
 * @param namespace of the workload that has the term: the default of the term's namespaces.
 */
export function selectedPods<T extends SelectablePods>(term: PodAffinityTerm, namespace: string, candidates: readonly T[]): readonly T[] {
  return inNamespacesOf(term, namespace, candidates).filter(({ podLabels }) => selects(term.selector, podLabels));
}

/** The workloads in the namespaces that a term looks at. */
export function inNamespacesOf<T extends SelectablePods>(
  { namespaces = [] }: Pick<PodAffinityTerm, "namespaces">,
  namespace: string,
  candidates: readonly T[],
): readonly T[] {
  if (namespaces === "all") {
    return candidates;
  }
  const scope = namespaces.length === 0 ? [namespace] : namespaces;
  return candidates.filter((candidate) => scope.includes(candidate.namespace));
}
