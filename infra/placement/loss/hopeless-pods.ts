import type { Model } from "../search/model";

/**
 * Pods of the workload that no plan can keep running after a loss, of those that it is to have: all of them when nothing
 * is left that it may use, and those beyond one in a domain when its pods keep apart from each other.
 *
 * @param restartNodes Where a pod of it could be by some plan: see `restartNodes`.
 */
export function hopelessPods(model: Model, w: number, restartNodes: readonly number[], lost: readonly number[]): number {
  const wanted = model.wanted[w] ?? 0;
  const domainOf = model.antiAffinity[w]?.domainOf;
  const domains = new Set<number>();
  for (const n of restartNodes) {
    if (!lost.includes(n)) {
      const domain = domainOf?.[n] ?? -1;
      domains.add(domain);
      if (domain < 0 || domains.size >= wanted) {
        return 0;
      }
    }
  }
  return wanted - domains.size;
}

/** Whether {@link hopelessPods} may find any after some loss of at most so many nodes. */
export function mayBeHopeless(model: Model, w: number, restartNodes: readonly number[], mostLost: number): boolean {
  const enough = (model.wanted[w] ?? 0) + mostLost;
  const domainOf = model.antiAffinity[w]?.domainOf;
  const domains = new Set<number>();
  let anywhere = 0;
  for (const n of restartNodes) {
    const domain = domainOf?.[n] ?? -1;
    anywhere += Number(domain < 0);
    domains.add(domain);
    // Each node that is lost takes one domain at most.
    if (anywhere > mostLost || domains.size > enough) {
      return false;
    }
  }
  return true;
}
