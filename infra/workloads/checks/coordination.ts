import type { Finding } from "../../diagnostics/finding";
import { localVolumeOf } from "../immovable";
import { pathOf, type WorkloadCheck } from "./check";

/**
 * Nobody but one changes where a workload runs or how many pods it has (seed 000, strategy 3), and the descheduler is
 * given only what it can move: with a budget, its own or its operator's, and not tied to its node. That the budget lets
 * a pod go is checked for every budget.
 */
export const checkCoordination: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row): Finding[] => {
    if (!row.rebalance) {
      return [];
    }
    const path = pathOf(row, "rebalance");
    const findings: Finding[] = [];
    if (row.scaling !== undefined) {
      findings.push({
        path,
        message: "gives the workload to the descheduler, and scaling gives it to keda: it can have only one of them",
        fix: "remove rebalance, or scaling",
      });
    }
    if (row.disruption === undefined) {
      findings.push({ path, message: "needs a disruption budget that allows an eviction", fix: "add disruption: { maxUnavailable: 1 }" });
    }
    const volume = localVolumeOf(row);
    if (row.immovable !== undefined || volume !== undefined) {
      findings.push({
        path,
        message: `lets the descheduler move what cannot move: ${row.immovable ?? `volume "${volume ?? ""}" is node-local`}`,
        fix: "remove rebalance",
      });
    }
    return findings;
  });
