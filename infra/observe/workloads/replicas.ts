import type { WorkloadRow } from "../../workloads/schema";
import { type ObservedWorkload, workloadId } from "../owners/observed-workload";
import type { Remarks } from "../remarks";

type Counts = Pick<WorkloadRow, "replicas" | "current">;

/**
 * Pods per node now, and how many there are meant to be. The two agree in the tables, so a workload of which only some
 * pods run is written with those that do, and one that does not run at all with all that it is meant to have.
 */
export function replicasOf(workload: ObservedWorkload, remarks: Remarks): Counts {
  const { kind, pods, desired, pending } = workload;
  if (kind === "DaemonSet") {
    return {};
  }
  const perNode = Map.groupBy(pods, ({ spec }) => spec.nodeName ?? "");
  const current = Object.fromEntries(
    [...perNode].map(([node, here]): [string, number] => [node, here.length]).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const wanted = desired ?? pods.length + pending;
  const replicas = pods.length === 0 ? wanted : pods.length;
  if (pods.length > 0 && wanted !== pods.length && kind !== "CronJob") {
    const waiting = pending > 0 ? `, ${pending} of them without a node` : "";
    remarks.add(
      "changed",
      workloadId(workload),
      `has ${pods.length} of ${wanted} pods${waiting}; the table has those that run`,
      "to plan for all, write replicas and remove current, or observe again after the rollout",
    );
  }
  return {
    ...(kind === "StaticPod" || replicas === 1 ? {} : { replicas }),
    ...(Object.keys(current).length === 0 ? {} : { current }),
  };
}
