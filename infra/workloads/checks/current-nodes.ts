import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import { pathOf, type WorkloadCheck } from "./check";

/**
 * The snapshot names machines of this stack and accounts for every pod. An empty one is a workload that does not run
 * yet; what KEDA scales may have run with any number of pods.
 */
export const checkCurrentNodes: WorkloadCheck = ({ workloads, machineNames }) =>
  workloads.flatMap((row) => {
    const unknown = Object.keys(row.current)
      .filter((node) => !machineNames.includes(node))
      .map((node): Finding => ({
        path: pathOf(row, `current.${node}`),
        message: "is no machine of this stack",
        fix: didYouMean(node, machineNames) ?? `known machines: ${[...machineNames].sort().join(", ")}`,
      }));
    const running = Object.values(row.current).reduce((sum, pods) => sum + pods, 0);
    const replicas = row.replicas ?? (row.kind === "StaticPod" ? running : 1);
    if (running === 0 || running === replicas || row.scaling !== undefined || row.kind === "DaemonSet") {
      return unknown;
    }
    return [
      ...unknown,
      {
        path: pathOf(row, "current"),
        message: `accounts for ${running} of ${replicas} replicas`,
        value: JSON.stringify(row.current),
        fix: "make the pods per node add up to replicas",
      },
    ];
  });
