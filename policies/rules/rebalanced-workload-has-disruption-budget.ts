import { budgetsOf, describeBudget, refusedEviction } from "../model/budgets";
import { type BudgetView, type ClusterModel, type WorkloadView } from "../model/cluster";
import { whyMoved } from "../model/rebalancing";
import { defineRule, type Violation } from "../rule";

/** What the descheduler may move has a budget that lets it move one pod, and no more than that needs. */
export const rebalancedWorkloadHasDisruptionBudget = defineRule({
  id: "rebalanced-workload-has-disruption-budget",
  displayName: "A workload that may be moved has a disruption budget",
  description:
    "Pods that the descheduler may evict, or that are labelled for it, are selected by exactly one PodDisruptionBudget, and it allows at least one eviction.",
  why: "Without a budget the descheduler may evict all replicas at once. With a budget that allows nothing, or with two budgets, every eviction is refused: the descheduler tries in vain, and draining the node blocks.",
  remediation: "Give the workload one PodDisruptionBudget with maxUnavailable: 1, or take it out of the descheduler's labelSelector.",
  group: "disruption",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    const moved = subject.type === "workload" ? whyMoved(subject, cluster) : undefined;
    return subject.type === "workload" && moved !== undefined ? judgeBudgets(subject, moved, cluster) : [];
  },
});

function judgeBudgets(workload: WorkloadView, moved: string, cluster: ClusterModel): readonly Violation[] {
  const budgets = budgetsOf(workload, cluster);
  const [budget, ...others] = budgets;
  const pods = `The pods of ${workload.label} ${moved}`;
  if (budget === undefined) {
    return [{ message: `${pods}, and no PodDisruptionBudget in namespace ${workload.namespace} selects them.` }];
  }
  if (others.length > 0) {
    const labels = budgets.map(({ label }) => label).sort();
    return [
      {
        message: `${pods}, but ${String(labels.length)} budgets select them (${labels.join(", ")}), and the API server then refuses every eviction.`,
        remediation: "Keep one of the budgets.",
      },
    ];
  }
  return judgeBudget(workload, budget, pods, cluster);
}

function judgeBudget(workload: WorkloadView, budget: BudgetView, pods: string, cluster: ClusterModel): readonly Violation[] {
  const refusal = refusedEviction(workload, budget, cluster);
  const named = `${budget.label} (${describeBudget(budget)})`;
  if (refusal === undefined) {
    return [];
  }
  return refusal.isCertain
    ? [{ message: `${pods}, but ${named} allows no eviction ${refusal.at}.` }]
    : [
        {
          outcome: "advice",
          message: `${pods}, and ${named} allows that only with enough replicas: how many there are is not to be seen here.`,
        },
      ];
}
