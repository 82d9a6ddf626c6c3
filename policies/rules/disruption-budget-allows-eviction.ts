import { budgetsOf, describeBudget, refusedEviction } from "../model/budgets";
import { isEvictable, whyMoved } from "../model/rebalancing";
import { defineRule } from "../rule";

/** A budget that lets nothing go blocks every drain. */
export const disruptionBudgetAllowsEviction = defineRule({
  id: "disruption-budget-allows-eviction",
  displayName: "A disruption budget allows an eviction",
  description:
    "While all pods are healthy, the PodDisruptionBudget of a workload lets at least one of them go. What the descheduler moves is judged by rebalanced-workload-has-disruption-budget.",
  why: "A drain waits until the budget allows an eviction. With one that never does, the node cannot be emptied: an upgrade hangs there until someone deletes the pod by hand.",
  remediation: "Set maxUnavailable: 1 instead, which fits any number of replicas, or run more replicas than minAvailable asks for.",
  group: "disruption",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type !== "workload" || !isEvictable(subject)) {
      return [];
    }
    const [budget, ...others] = budgetsOf(subject, cluster);
    const refusal = budget === undefined || others.length > 0 ? undefined : refusedEviction(subject, budget, cluster);
    if (budget === undefined || refusal === undefined || whyMoved(subject, cluster) !== undefined) {
      return [];
    }
    // How many replicas there are of what others deploy shows in the tables, not among the resources: no word about those.
    return refusal.isCertain
      ? [{ message: `${budget.label} (${describeBudget(budget)}) allows no pod of ${subject.label} to be evicted ${refusal.at}.` }]
      : [];
  },
});
