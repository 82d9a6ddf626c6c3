import { selects } from "../../infra/selectors/label-selector";
import { allowedDisruptions } from "../../infra/workloads/disruption";
import { type DisruptionBudget } from "../../infra/workloads/schema";
import { type BudgetView, type ClusterModel, type WorkloadView } from "./cluster";
import { scalerOf } from "./scaling";

/** The budgets that select the pods of a workload. */
export function budgetsOf({ namespace, pod }: WorkloadView, cluster: ClusterModel): readonly BudgetView[] {
  return cluster.budgets.filter(
    (budget) => budget.namespace === namespace && budget.selector !== undefined && selects(budget.selector, pod.labels),
  );
}

/** Why a budget lets no pod of a workload go. */
export interface RefusedEviction {
  /** Not with any number of replicas that the workload can have; else only with too few of them. */
  readonly isCertain: boolean;
  /** `at 1 replica`, `however many there are`. */
  readonly at: string;
}

/** Whether a budget refuses every eviction of a workload's pods while all of them are healthy; undefined when it allows one. */
export function refusedEviction(workload: WorkloadView, budget: BudgetView, cluster: ClusterModel): RefusedEviction | undefined {
  const arithmetic = disruptionBudgetOf(budget);
  const allowedAt = (replicas: number): number => (arithmetic === undefined ? 0 : allowedDisruptions(arithmetic, Math.max(1, replicas)));
  // What KEDA scales has at least its minimum while it has any.
  const replicas = scalerOf(workload, cluster)?.minReplicas ?? workload.replicas;
  if (allowedAt(replicas ?? 1) >= 1) {
    return undefined;
  }
  if (replicas === undefined) {
    return { isCertain: allowedAt(manyReplicas) < 1, at: "however many there are" };
  }
  return { isCertain: true, at: `at ${Math.max(1, replicas)} ${replicas <= 1 ? "replica" : "replicas"}` };
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

/** What it says: `maxUnavailable: 1`. */
export function describeBudget({ minAvailable, maxUnavailable }: BudgetView): string {
  if (maxUnavailable !== undefined) {
    return `maxUnavailable: ${maxUnavailable}`;
  }
  return minAvailable === undefined ? "neither minAvailable nor maxUnavailable" : `minAvailable: ${minAvailable}`;
}
