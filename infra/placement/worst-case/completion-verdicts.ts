import type { Plan } from "../plan-document";
import type { PlacementProblem } from "../problem";
import { findBadOrder } from "./adversary";
import { type BadOrder, replay } from "./bad-order";
import { completionsOf, promisedIds } from "./completions";
import { type Effort } from "./effort";
import { safetyProof } from "./safety-proof";

/** What is known about a workload whose pods the scheduler may place otherwise than planned. */
export type Verdict =
  /** Whatever the scheduler chooses, each of its pods finds a node. */
  | { readonly kind: "safe" }
  /** There is an order with choices that leave one of its pods waiting. */
  | { readonly kind: "at risk"; readonly order: BadOrder }
  /** Neither was shown. */
  | { readonly kind: "unproven" };

/** Enough for some hundred workloads whatever their nodes; of more, what a first look does not show stays unproven. */
const effortPerPlan = 5_000_000;
/** Workloads times nodes above which not even a first look is taken. */
const mostPairs = 1_000_000;

/**
 * Whether a plan is certain to hold, whatever kube-scheduler makes of it: for each workload that the plan has a node for.
 * Deterministic and bounded by counts.
 *
 * @param allowed Nodes that the emitted constraints let each movable workload use: see `allowedNodes`.
 */
export function completionVerdicts(
  problem: PlacementProblem,
  plan: Plan,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, Verdict> {
  if (problem.workloads.length * problem.nodes.length > mostPairs) {
    return new Map(promisedIds(problem, plan).map((id) => [id, { kind: "unproven" }]));
  }
  const completions = completionsOf(problem, plan, allowed);
  const { model, state, promised } = completions;
  const isProvenSafe = safetyProof(state);
  const effort: Effort = { left: effortPerPlan };
  // All proofs come before the first search, which may use up what is left.
  const safe = new Set(promised.filter((w) => isProvenSafe(w, effort)));
  const verdictOf = (w: number): Verdict => {
    const order = safe.has(w) ? undefined : findBadOrder(completions, w, effort);
    return safe.has(w)
      ? { kind: "safe" }
      : order !== undefined && replay(completions, order)
        ? { kind: "at risk", order }
        : { kind: "unproven" };
  };
  return new Map(promised.map((w) => [model.workloads[w]?.id ?? "", verdictOf(w)]));
}
