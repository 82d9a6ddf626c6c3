import type { Plan } from "../plan-document";
import type { PlacementProblem } from "../problem";
import { type Effort, findBadOrder } from "./adversary";
import { type BadOrder, replay } from "./bad-order";
import { completionsOf } from "./completions";
import { mostPods } from "./most-pods";
import { isProvenSafe } from "./safety-proof";

/** What is known about a workload whose pods the scheduler may place otherwise than planned. */
export type Verdict =
  /** Whatever the scheduler chooses, each of its pods finds a node. */
  | { readonly kind: "safe" }
  /** There is an order with choices that leave one of its pods waiting. */
  | { readonly kind: "at risk"; readonly order: BadOrder }
  /** Neither was shown. */
  | { readonly kind: "unproven" };

/** Enough for every workload of some hundred; a cluster of thousands is left unproven where the bound does not hold. */
const effortPerPlan = 2_000_000;

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
  const completions = completionsOf(problem, plan, allowed);
  const { model, state, promised } = completions;
  const most = mostPods(state);
  const effort: Effort = { left: effortPerPlan };
  const verdictOf = (w: number): Verdict => {
    if (isProvenSafe(state, most, w)) {
      return { kind: "safe" };
    }
    const order = findBadOrder(completions, w, effort);
    return order !== undefined && replay(completions, order) ? { kind: "at risk", order } : { kind: "unproven" };
  };
  return new Map(promised.map((w) => [model.workloads[w]?.id ?? "", verdictOf(w)]));
}
