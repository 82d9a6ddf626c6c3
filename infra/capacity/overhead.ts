import { ceilMiB } from "../quantities/quantity";
import type { Workload } from "../workloads/workload";
import type { Requested, RequestedBy, ScalingBalance } from "./capacity-document";

/** Where autoscalers run. */
const autoscalers = ["vpa", "keda"];

/** The balance of a stack's tables: with nothing to do, against normal load. */
export function scalingBalance(workloads: readonly Workload[]): ScalingBalance {
  const overhead = workloads.filter(({ namespace }) => autoscalers.includes(namespace)).map(requestedBy);
  const released = workloads.filter(({ scaling }) => scaling?.minReplicas === 0).map(requestedBy);
  const difference = (of: (each: Requested) => number): number => total(released, of) - total(overhead, of);
  return {
    overhead,
    released,
    net: {
      pods: difference(({ pods }) => pods),
      cpuMilli: difference(({ cpuMilli }) => cpuMilli),
      memoryMiB: difference(({ memoryMiB }) => memoryMiB),
    },
  };
}

/** The sum of one figure. */
export function total(rows: readonly Requested[], of: (each: Requested) => number): number {
  return rows.reduce((sum, each) => sum + of(each), 0);
}

function requestedBy({ id, replicas, requests }: Workload): RequestedBy {
  return { id, pods: replicas, cpuMilli: replicas * requests.cpuMilli, memoryMiB: ceilMiB(replicas * requests.memoryBytes) };
}
