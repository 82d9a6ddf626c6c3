import type { Finding } from "../../diagnostics/finding";
import type { Plan } from "../plan-document";
import type { PlacementProblem } from "../problem";
import { checkAffinity } from "./affinity";
import { checkAllowedNodes } from "./allowed-nodes";
import { checkAntiAffinity } from "./anti-affinity";
import { checkCapacity } from "./capacity";
import { checkedPlan, type PlanRule, type PodCounts } from "./checked-plan";
import { checkDevices } from "./devices";
import { checkHostPorts } from "./host-ports";
import { checkHosts } from "./hosts";
import { checkPlacedPods } from "./placed-pods";
import { checkSpread } from "./spread";

const rules: readonly PlanRule[] = [
  checkPlacedPods,
  checkAllowedNodes,
  checkAntiAffinity,
  checkAffinity,
  checkSpread,
  checkHostPorts,
  checkCapacity,
  checkDevices,
  checkHosts,
];

/**
 * Checks a plan against every hard rule of its problem. It shares no code with the search and reads the rules anew, so
 * that a mistake in one is found by the other.
 *
 * A plan holds sets of nodes, not counts; `counts` gives the pods of each workload per node, by its id, where they are
 * known. With them everything is checked completely; without, what is certain: one pod on each planned node.
 */
export function checkPlan(problem: PlacementProblem, plan: Plan, counts?: PodCounts): readonly Finding[] {
  const checked = checkedPlan(problem, plan, counts);
  return rules.flatMap((rule) => rule(checked));
}
