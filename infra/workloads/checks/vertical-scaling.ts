import type { Finding } from "../../diagnostics/finding";
import { cpuMilli, memoryBytes } from "../../quantities/quantity";
import { podResourcesOf } from "../pod-resources";
import type { ParsedWorkload } from "../schema";
import type { VerticalScalingRow } from "../vertical-scaling";
import { pathOf, type WorkloadCheck } from "./check";

/** A VPA that does what it says. That nothing works against it is a matter of coordination. */
export const checkVerticalScaling: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) => {
    const { verticalScaling } = row;
    return verticalScaling === undefined
      ? []
      : [
          ...checkOwner(row),
          ...(verticalScaling.mode === "InPlaceOrRecreate" ? checkEviction(row, verticalScaling) : []),
          ...checkBounds(row, verticalScaling),
        ];
  });

/** An operator decides what its pods request: it changes them back, and restarts them in an order of its own. */
function checkOwner(row: ParsedWorkload): Finding[] {
  if (row.managedBy !== "operator") {
    return [];
  }
  return [
    {
      path: pathOf(row, "verticalScaling"),
      message: "is not for pods that an operator owns: it decides what they request, and in which order they restart",
      value: row.managedBy,
      fix: "remove it, and set requests and limits in the operator's own object",
    },
  ];
}

/** Whether the VPA ever gets to change a pod that runs. */
function checkEviction(row: ParsedWorkload, { minReplicas }: VerticalScalingRow): Finding[] {
  const findings: Finding[] = [];
  const replicas = row.replicas ?? 1;
  if (row.kind === "DaemonSet") {
    findings.push({
      path: pathOf(row, "verticalScaling.mode"),
      message: "restarts what each node needs, one after the other, for no gain: all its pods get the same",
      value: "InPlaceOrRecreate",
      fix: 'use "Off" or "Initial"',
    });
  } else if (replicas < minReplicas) {
    findings.push({
      path: pathOf(row, "verticalScaling.minReplicas"),
      message: `is more than its ${replicas} ${replicas === 1 ? "replica" : "replicas"} at normal load: the VPA never changes a pod that runs`,
      value: String(minReplicas),
      fix: `use mode "Initial", or minReplicas: ${Math.max(1, replicas)} if an interruption is harmless`,
    });
  } else if (row.scaling?.minReplicas === 0) {
    findings.push({
      path: pathOf(row, "verticalScaling.mode"),
      message: "evicts pods of what starts from zero anyway, with its work in them",
      value: "InPlaceOrRecreate",
      fix: 'use "Initial": each start gets what is recommended',
    });
  }
  if (row.immovable !== undefined) {
    findings.push({
      path: pathOf(row, "verticalScaling.mode"),
      message: `evicts what may not move: ${row.immovable}`,
      value: "InPlaceOrRecreate",
      fix: 'use "Initial" or "Off"',
    });
  }
  return findings;
}

function checkBounds(row: ParsedWorkload, { min, max }: VerticalScalingRow): Finding[] {
  const { requests } = podResourcesOf(row, { applyRecommendations: false, devices: {} });
  return (["cpu", "memory"] as const).flatMap((resource): Finding[] => {
    const read = resource === "cpu" ? cpuMilli : memoryBytes;
    const requested = resource === "cpu" ? requests.cpuMilli : requests.memoryBytes;
    const least = min === undefined ? requested : read(min[resource]);
    const most = read(max[resource]);
    const path = (bound: string): string => pathOf(row, `verticalScaling.${bound}.${resource}`);
    const limit = row.limits?.[resource];
    const findings: Finding[] = [];
    if (least > most) {
      findings.push(
        min === undefined
          ? {
              path: path("max"),
              message: "is less than what it requests",
              value: `"${max[resource]}"`,
              fix: "raise it, or lower its requests",
            }
          : {
              path: path("min"),
              message: `is more than max (${max[resource]})`,
              value: `"${min[resource]}"`,
              fix: `use at most ${max[resource]}`,
            },
      );
    } else if (requested < least || requested > most) {
      findings.push({
        path: path(requested < least ? "min" : "max"),
        message: `leaves out what it requests now: the VPA would ${requested < least ? "raise" : "lower"} it at once`,
        value: `"${requested < least ? (min?.[resource] ?? "") : max[resource]}"`,
        fix: "let min and max hold what it requests",
      });
    }
    if (limit !== undefined && read(limit) < most) {
      findings.push({
        path: path("max"),
        message: `is more than its limit (${limit}), which the VPA does not raise`,
        value: `"${max[resource]}"`,
        fix: `raise the limit, or use at most ${limit}`,
      });
    }
    return findings;
  });
}
