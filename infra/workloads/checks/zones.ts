import type { Finding } from "../../diagnostics/finding";
import { capabilityKey } from "../../hardware/capabilities";
import { pathOf, type WorkloadCheck } from "./check";

/** Whoever spreads over zones has machines in zones. */
export const checkZones: WorkloadCheck = ({ workloads, machines }) => {
  if (machines === undefined || machines.some(({ labels }) => capabilityKey.zone in labels)) {
    return [];
  }
  return workloads.flatMap((row) => {
    const fields = [...(row.antiAffinity === "zone" ? ["antiAffinity"] : []), ...(row.spread?.over === "zone" ? ["spread.over"] : [])];
    return fields.map((field): Finding => ({
      path: pathOf(row, field),
      message: "needs zones, and no machine is in one",
      value: '"zone"',
      fix: 'give the machines a zone, or use "node"',
    }));
  });
};
