import { budgetsOf } from "../model/budgets";
import { isEvictable, whyMoved } from "../model/rebalancing";
import { defineRule } from "../rule";

/** The eviction API knows no pod with two budgets. */
export const oneDisruptionBudgetPerPod = defineRule({
  id: "one-disruption-budget-per-pod",
  displayName: "A pod has one disruption budget",
  description:
    "No two PodDisruptionBudgets select the same pods. What the descheduler moves is judged by rebalanced-workload-has-disruption-budget.",
  why: "The API server refuses to evict a pod that two budgets select, whatever they allow: no node that carries it can be drained, so upgrades stop there.",
  remediation: "Keep one of the budgets, or narrow their selectors until they no longer overlap.",
  group: "disruption",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type !== "workload" || !isEvictable(subject)) {
      return [];
    }
    const budgets = budgetsOf(subject, cluster);
    if (budgets.length < 2 || whyMoved(subject, cluster) !== undefined) {
      return [];
    }
    const labels = budgets.map(({ label }) => label).sort();
    return [{ message: `${String(labels.length)} budgets select the pods of ${subject.label}: ${labels.join(", ")}.` }];
  },
});
