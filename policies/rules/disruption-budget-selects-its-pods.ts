import { defineRule } from "../rule";

/** A budget says which pods it is for. */
export const disruptionBudgetSelectsItsPods = defineRule({
  id: "disruption-budget-selects-its-pods",
  displayName: "A disruption budget selects its pods",
  description: "A PodDisruptionBudget has a selector with at least one condition.",
  why: "An empty selector takes in every pod of the namespace, so that one budget counts unlike workloads together and collides with every other; without a selector it protects nothing.",
  remediation: "Give it the labels of the workload's pods under spec.selector.matchLabels.",
  group: "disruption",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "budget") {
      return [];
    }
    const { label, selector } = subject;
    if (selector === undefined) {
      return [{ message: `${label} has no spec.selector and protects no pod.` }];
    }
    const conditions = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length;
    return conditions > 0
      ? []
      : [{ message: `${label} has an empty spec.selector and takes in every pod of namespace ${subject.namespace}.` }];
  },
});
