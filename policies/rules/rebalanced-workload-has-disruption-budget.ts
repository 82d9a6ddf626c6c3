import { allowedDisruptions } from "../../infra/workloads/disruption";
import { type DisruptionBudget } from "../../infra/workloads/schema";
import { coordinatorLabel } from "../../infra/workloads/workload";
import { type BudgetView, type ClusterModel, type WorkloadView } from "../model/cluster";
import { mayEvict } from "../model/eviction";
import { selects } from "../../infra/selectors/label-selector";
import { scalerOf } from "../model/scaling";
import { defineRule, type Violation } from "../rule";

/** What the descheduler may move has a budget that lets it move one pod, and no more than that needs. */
export const rebalancedWorkloadHasDisruptionBudget = defineRule({
  id: "rebalanced-workload-has-disruption-budget",
  displayName: "A workload that may be moved has a disruption budget",
  description:
    "Pods that the descheduler may evict, or that are labelled for it, are selected by exactly one PodDisruptionBudget, and it allows at least one eviction.",
  why: "Without a budget the descheduler may evict all replicas at once. With a budget that allows nothing, or with two budgets, every eviction is refused: the descheduler tries in vain, and draining the node blocks.",
  remediation: "Give the workload one PodDisruptionBudget with maxUnavailable: 1, or take it out of the descheduler's labelSelector.",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type !== "workload" || subject.budgetKeptByOperator === true || subject.replicas === 0 || !isEverMoved.has(subject.kind)) {
      return [];
    }
    const evictors = cluster.evictors.filter((candidate) => mayEvict(candidate, subject));
    const [evictor] = evictors;
    if (subject.pod.labels[coordinatorLabel] === "descheduler") {
      return judgeBudgets(subject, "are labelled for the descheduler to move", cluster);
    }
    if (
      evictor === undefined ||
      (evictors.every(({ protectsPodsWithoutBudget }) => protectsPodsWithoutBudget) && budgetsOf(subject, cluster).length === 0)
    ) {
      return [];
    }
    return judgeBudgets(subject, `may be evicted by ${evictor.label}`, cluster);
  },
});

/** Nothing evicts the pods of the others: they belong on their nodes, or nothing would bring them back. */
const isEverMoved: ReadonlySet<WorkloadView["kind"]> = new Set(["Deployment", "StatefulSet", "ReplicaSet", "Job", "CronJob"]);

function budgetsOf({ namespace, pod }: WorkloadView, cluster: ClusterModel): readonly BudgetView[] {
  return cluster.budgets.filter(
    (budget) => budget.namespace === namespace && budget.selector !== undefined && selects(budget.selector, pod.labels),
  );
}

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
  const arithmetic = disruptionBudgetOf(budget);
  const allowedAt = (replicas: number): number => (arithmetic === undefined ? 0 : allowedDisruptions(arithmetic, Math.max(1, replicas)));
  const named = `${budget.label} (${describeBudget(budget)})`;
  // What KEDA scales has at least its minimum while it has any.
  const replicas = scalerOf(workload, cluster)?.minReplicas ?? workload.replicas;
  if (allowedAt(replicas ?? 1) >= 1) {
    return [];
  }
  if (replicas === undefined && allowedAt(manyReplicas) >= 1) {
    return [
      {
        outcome: "advice",
        message: `${pods}, and ${named} allows that only with enough replicas: how many there are is not to be seen here.`,
      },
    ];
  }
  const many = replicas === undefined ? "however many there are" : `at ${Math.max(1, replicas)} ${replicas <= 1 ? "replica" : "replicas"}`;
  return [{ message: `${pods}, but ${named} allows no eviction ${many}.` }];
}

/** More than any workload of a small cluster has. */
const manyReplicas = 10_000;

function disruptionBudgetOf({ minAvailable, maxUnavailable }: BudgetView): DisruptionBudget | undefined {
  if (maxUnavailable !== undefined) {
    return { maxUnavailable };
  }
  // The disruption controller counts no pod of a budget that sets neither: nothing may go.
  return minAvailable === undefined ? undefined : { minAvailable };
}

function describeBudget({ minAvailable, maxUnavailable }: BudgetView): string {
  if (maxUnavailable !== undefined) {
    return `maxUnavailable: ${maxUnavailable}`;
  }
  return minAvailable === undefined ? "neither minAvailable nor maxUnavailable" : `minAvailable: ${minAvailable}`;
}
