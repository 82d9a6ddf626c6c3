import { coordinatorLabel } from "../../infra/workloads/coordination";
import { budgetsOf } from "./budgets";
import { type ClusterModel, type WorkloadView } from "./cluster";
import { mayEvict } from "./eviction";

/** Nothing evicts the pods of the others: they belong on their nodes, or nothing would bring them back. */
const isEverMoved: ReadonlySet<WorkloadView["kind"]> = new Set(["Deployment", "StatefulSet", "ReplicaSet", "Job", "CronJob"]);

/** Whether a controller brings pods back that a drain or the descheduler evicts, so that budgets matter to it. */
export function isEvictable({ kind, replicas, budgetKeptByOperator }: WorkloadView): boolean {
  return budgetKeptByOperator !== true && replicas !== 0 && isEverMoved.has(kind);
}

/** Why the descheduler moves the pods of a workload, continuing "The pods of …"; undefined when it leaves them alone. */
export function whyMoved(workload: WorkloadView, cluster: ClusterModel): string | undefined {
  if (!isEvictable(workload)) {
    return undefined;
  }
  const evictors = cluster.evictors.filter((candidate) => mayEvict(candidate, workload));
  const [evictor] = evictors;
  if (workload.pod.labels[coordinatorLabel] === "descheduler") {
    return "are labelled for the descheduler to move";
  }
  return evictor === undefined ||
    (evictors.every(({ protectsPodsWithoutBudget }) => protectsPodsWithoutBudget) && budgetsOf(workload, cluster).length === 0)
    ? undefined
    : `may be evicted by ${evictor.label}`;
}
