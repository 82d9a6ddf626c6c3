import type { Finding } from "../../diagnostics/finding";
import { localVolumeOf } from "../immovable";
import { pathOf, type WorkloadCheck } from "./check";

/**
 * The pods of a Deployment share its volumes. One on a node's disk therefore keeps all of them on that node; those of
 * a StatefulSet have a volume each.
 */
export const checkVolumes: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row): Finding[] => {
    const findings: Finding[] = [];
    const volume = localVolumeOf(row);
    const nodes = Object.keys(row.current).sort();
    if (row.kind === "Deployment" && volume !== undefined) {
      if (nodes.length > 1) {
        findings.push({
          path: pathOf(row, "current"),
          message: `has pods on ${nodes.join(", ")}, but volume "${volume}" is on the disk of one node`,
          fix: 'make it a StatefulSet, whose pods have a volume each, or set storage: "network"',
        });
      }
      if (row.antiAffinity !== undefined && (row.replicas ?? 1) > 1) {
        findings.push({
          path: pathOf(row, "antiAffinity"),
          message: `keeps its pods apart, but volume "${volume}" is on the disk of one node`,
          fix: 'make it a StatefulSet, whose pods have a volume each, or set storage: "network"',
        });
      }
    }
    if (row.immovable !== undefined && nodes.length === 0) {
      findings.push({
        path: pathOf(row, "immovable"),
        message: "keeps it where it is, and it runs nowhere",
        fix: "say in current where it runs, or remove immovable",
      });
    }
    return findings;
  });
