import type { Finding } from "../../diagnostics/finding";
import { localVolumeOf } from "../immovable";
import { pathOf, type WorkloadCheck } from "./check";

/**
 * Nobody but one changes where a workload runs or how many pods it has (seed 000, strategy 3), and the descheduler is
 * given only what it can move: with a budget that lets a pod go, and not tied to its node.
 */
export const checkCoordination: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row): Finding[] => {
    if (!row.rebalance) {
      return [];
    }
    const path = pathOf(row, "rebalance");
    const findings: Finding[] = [];
    if (row.scaling !== undefined) {
      findings.push({ path, message: "gives the workload to the descheduler, and scaling gives it to keda: it can have only one of them", fix: "remove rebalance, or scaling" });
    }
    if (row.disruption === undefined) {
      findings.push({ path, message: "needs a disruption budget that allows an eviction", fix: "add disruption: { maxUnavailable: 1 }" });
    } else if (row.disruption === "operator") {
      findings.push({ path, message: "needs a disruption budget that is known to allow an eviction, and the operator makes this one", fix: "remove rebalance: the operator moves its own pods" });
    }
    const volume = localVolumeOf(row);
    if (row.immovable !== undefined || volume !== undefined) {
      findings.push({ path, message: `lets the descheduler move what cannot move: ${row.immovable ?? `volume "${volume ?? ""}" is node-local`}`, fix: "remove rebalance" });
    }
    return findings;
  });
