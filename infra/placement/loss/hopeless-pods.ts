import type { Model } from "../search/model";

/**
 * Pods of the workload that no plan can keep running after a loss, of those that it is to have: all of them when nothing
 * is left that it may use, and those beyond one in a domain when its pods keep apart from each other.
 *
 * @param restartNodes Where a pod of it could be by some plan: see `restartNodes`.
 */
export function hopelessPods(model: Model, w: number, restartNodes: readonly number[], lost: readonly number[]): number {
  const wanted = model.wanted[w] ?? 0;
  const left = restartNodes.filter((n) => !lost.includes(n));
  if (left.length === 0) {
    return wanted;
  }
  const domainOf = model.antiAffinity[w]?.domainOf;
  const domains = left.map((n) => domainOf?.[n] ?? -1);
  return domains.includes(-1) ? 0 : Math.max(0, wanted - new Set(domains).size);
}
