import { allowedDisruptions } from "../disruption";
import { renderValue } from "../../schema/render";
import { pathOf, type WorkloadCheck } from "./check";

/**
 * A disruption budget lets at least one pod go, however many there are: one that never does blocks every drain,
 * upgrade and rebalancing of its node.
 */
export const checkDisruptionBudget: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) => {
    const budget = row.disruption;
    if (budget === undefined || budget === "operator") {
      return [];
    }
    // Of more pods a budget never lets fewer go: what counts is the least number that there are, while there are any.
    const replicas = Math.max(1, row.scaling?.minReplicas ?? row.replicas ?? 1);
    if (allowedDisruptions(budget, replicas) > 0) {
      return [];
    }
    const finding = { path: pathOf(row, "disruption"), value: renderValue(budget), fix: "use { maxUnavailable: 1 }" };
    if (row.scaling !== undefined && "minAvailable" in budget) {
      return [
        {
          ...finding,
          message: `allows no eviction while KEDA keeps ${replicas} of ${row.scaling.minReplicas} to ${row.scaling.maxReplicas} replicas`,
        },
      ];
    }
    return [{ ...finding, message: `can never allow an eviction of any of ${replicas} ${replicas === 1 ? "replica" : "replicas"}` }];
  });
