import type { PlacementWorkload } from "../problem";
import type { PodTerms } from "./pod-terms";

/** Workloads in the order in which they are placed: what others must be with first, then by tier, then the largest. */
export function placingOrder(
  workloads: readonly PlacementWorkload[],
  { leader, affinity }: Pick<PodTerms, "leader" | "affinity">,
  requests: Float64Array,
  capacity: Float64Array,
  width: number,
): readonly number[] {
  const share = shares(workloads.length, width, requests, capacity);
  const byPriority = workloads
    .map((workload, w) => ({ w, tier: workload.tier, share: share[w] ?? 0 }))
    .sort((a, b) => a.tier - b.tier || b.share - a.share || a.w - b.w);
  const order = new Set<number>();
  const visited = new Set<number>();
  const visit = (w: number): void => {
    if (!visited.has(w)) {
      visited.add(w);
      for (const company of [leader[w] ?? -1, ...(affinity[w]?.selects ?? [])]) {
        if (company >= 0) {
          visit(company);
        }
      }
      order.add(w);
    }
  };
  for (const { w } of byPriority) {
    visit(w);
  }
  return [...order];
}

/** The largest share of the cluster's supply that one pod of each workload requests. */
function shares(workloads: number, width: number, requests: Float64Array, capacity: Float64Array): Float64Array {
  const supply = new Float64Array(width);
  capacity.forEach((amount, i) => {
    supply[i % width] = (supply[i % width] ?? 0) + amount;
  });
  return Float64Array.from({ length: workloads }, (_, w) =>
    supply.reduce((largest, total, r) => Math.max(largest, total === 0 ? 0 : (requests[w * width + r] ?? 0) / total), 0),
  );
}
