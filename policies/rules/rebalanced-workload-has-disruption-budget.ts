import { type BudgetView, type ClusterModel, type WorkloadView } from "../model/cluster";
import { mayEvict } from "../model/eviction";
import { selects } from "../model/label-selector";
import { scalerOf } from "../model/scaling";
import { defineRule, type Violation } from "../rule";
import { allowedDisruptions } from "../../infra/workloads/disruption";
import { type DisruptionBudget } from "../../infra/workloads/schema";

/** What the descheduler may move has a budget that lets it move one pod, and no more than that needs. */
export const rebalancedWorkloadHasDisruptionBudget = defineRule({
  id: "rebalanced-workload-has-disruption-budget",
  displayName: "A workload that may be moved has a disruption budget",
  description: "Pods that the descheduler may evict are selected by exactly one PodDisruptionBudget, and it allows at least one eviction.",
  why: "Without a budget the descheduler may evict all replicas at once. With a budget that allows nothing, or with two budgets, every eviction is refused: the descheduler tries in vain, and draining the node blocks.",
  remediation: "Give the workload one PodDisruptionBudget with maxUnavailable: 1, or take it out of the descheduler's labelSelector.",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type !== "workload" || subject.budgetKeptByOperator === true || subject.replicas === 0) {
      return [];
    }
    const evictor = cluster.evictors.find((candidate) => mayEvict(candidate, subject));
    return evictor === undefined ? [] : judgeBudgets(subject, evictor.label, cluster);
  },
});

function judgeBudgets(workload: WorkloadView, evictor: string, cluster: ClusterModel): readonly Violation[] {
  const budgets = cluster.budgets.filter(
    ({ namespace, selector }) => namespace === workload.namespace && selector !== undefined && selects(selector, workload.pod.labels),
  );
  const [budget, ...others] = budgets;
  if (budget === undefined) {
    return [{ message: `The pods of ${workload.label} may be evicted by ${evictor}, and no PodDisruptionBudget in namespace ${workload.namespace} selects them.` }];
  }
  if (others.length > 0) {
    const labels = budgets.map(({ label }) => label).sort();
    return [
      {
        message: `The pods of ${workload.label} may be evicted by ${evictor}, but ${String(labels.length)} budgets select them (${labels.join(", ")}), and the API server then refuses every eviction.`,
        remediation: "Keep one of the budgets.",
      },
    ];
  }
  const replicas = replicasAtLeast(workload, cluster);
  const arithmetic = disruptionBudgetOf(budget);
  const allowed = arithmetic === undefined ? 0 : allowedDisruptions(arithmetic, replicas);
  if (allowed >= 1) {
    return [];
  }
  return [
    {
      message: `The pods of ${workload.label} may be evicted by ${evictor}, but ${budget.label} (${describeBudget(budget)}) allows no eviction at ${String(replicas)} ${replicas === 1 ? "replica" : "replicas"}.`,
    },
  ];
}

/** The fewest pods that it has while it has any. */
function replicasAtLeast(workload: WorkloadView, cluster: ClusterModel): number {
  return Math.max(1, scalerOf(workload, cluster)?.minReplicas ?? workload.replicas);
}

function disruptionBudgetOf({ minAvailable, maxUnavailable }: BudgetView): DisruptionBudget | undefined {
  if (maxUnavailable !== undefined) {
    return { maxUnavailable };
  }
  // The disruption controller counts no pod of a budget that sets neither: nothing may go.
  return minAvailable === undefined ? undefined : { minAvailable };
}

function describeBudget({ minAvailable, maxUnavailable }: BudgetView): string {
  if (maxUnavailable !== undefined) {
    return `maxUnavailable: ${String(maxUnavailable)}`;
  }
  return minAvailable === undefined ? "neither minAvailable nor maxUnavailable" : `minAvailable: ${String(minAvailable)}`;
}
