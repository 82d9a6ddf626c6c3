import type { Model } from "../search/model";
import type { Objective } from "./objective";

const tiers = [0, 1, 2, 3, 4] as const;

/**
 * Every pod has a node. One level per tier: no number of pods of lower tiers outweighs one of a higher tier. The value
 * that a plan reports is the number of unplaced pods of all tiers, each counted by its weight, which is at least 1.
 */
export const place: Objective = {
  name: "place",
  levels: (model) => {
    const weights = Float64Array.from(model.workloads, (_, w) => weightOf(model, w));
    return tiers.map((tier) => ({
      concerns: (w) => model.workloads[w]?.tier === tier,
      workload: (state, w) => state.unplaced(w) * (weights[w] ?? 0),
    }));
  },
  bound: (relaxation) => relaxation.unplaceable,
};

/** What one pod of the workload counts for among those of its tier. */
export function weightOf({ workloads }: Pick<Model, "workloads">, w: number): number {
  return workloads[w]?.weight ?? 1;
}
