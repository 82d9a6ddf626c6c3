import type { PlanComparison } from "../../infra/placement/what-if/compare-plans";
import { count } from "./format";

/** The figures of a comparison, for a table. */
export function comparisonRows(
  comparison: PlanComparison,
): readonly { readonly name: string; readonly now: string; readonly then: string }[] {
  const figures = { watts: comparison.watts, "pods moved": comparison.podsMoved, "pods without a node": comparison.podsUnplaced };
  return Object.entries(figures).map(([name, { now, then }]) => ({ name, now: String(now), then: String(then) }));
}

/** What else the assumptions change, a sentence each. */
export function comparisonSentences({ newlyUnplaced, newlyPlaced, elsewhere }: PlanComparison): readonly string[] {
  return [
    `${elsewhere === 0 ? "No workload" : count(elsewhere, "workload")} on other nodes than without the assumptions.`,
    ...(newlyUnplaced.length === 0 ? [] : [`Without a node only then: ${newlyUnplaced.join(", ")}.`]),
    ...(newlyPlaced.length === 0 ? [] : [`With a node only then: ${newlyPlaced.join(", ")}.`]),
  ];
}
