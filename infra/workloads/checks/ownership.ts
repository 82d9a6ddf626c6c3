import type { Finding } from "../../diagnostics/finding";
import type { ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/** What Berth renders has containers; what others deploy has requests. Never both. */
export const checkOwnership: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) => (row.managedBy === "berth" ? checkOwned(row) : checkExternal(row)));

function checkOwned(row: ParsedWorkload): Finding[] {
  const findings: Finding[] = [];
  if (row.kind === "StaticPod" || row.kind === "CronJob") {
    findings.push({
      path: pathOf(row, "managedBy"),
      message: `cannot be "berth" for a ${row.kind}: Berth renders Deployments, StatefulSets and DaemonSets`,
      fix: "name who deploys it",
    });
  }
  if (row.containers === undefined || row.containers.length === 0) {
    findings.push({
      path: pathOf(row, "containers"),
      message: 'is missing: managedBy is "berth", so Berth renders the pod',
      fix: "list the pod's containers, or name who deploys it in managedBy",
    });
  }
  for (const field of ["requests", "limits"] as const) {
    if (row[field] !== undefined) {
      findings.push({
        path: pathOf(row, field),
        message: 'is not for a workload that is managedBy "berth"',
        fix: `give each container its ${field}`,
      });
    }
  }
  if (row.hostPorts.length > 0) {
    findings.push({
      path: pathOf(row, "hostPorts"),
      message: 'is not for a workload that is managedBy "berth"',
      fix: "give the container's port its hostPort",
    });
  }
  if (row.recommendation !== undefined && row.resources !== undefined) {
    findings.push({
      path: pathOf(row, "recommendation"),
      message: "would change nothing: what the pod requests as a whole stands in for its containers",
      fix: "set resources.requests instead",
    });
  }
  if (row.recommendation !== undefined && row.containers !== undefined && row.containers.length > 1) {
    findings.push({
      path: pathOf(row, "recommendation"),
      message: `is for a pod with one container, and this one has ${row.containers.length}`,
      fix: "set the containers' requests instead",
    });
  }
  for (const volume of row.volumes) {
    for (const field of ["mountPath", "size"] as const) {
      if (volume[field] === undefined) {
        findings.push({
          path: pathOf(row, `volumes[${volume.name}].${field}`),
          message: 'is missing: managedBy is "berth", so Berth renders the volume',
          fix: field === "size" ? "give it a size such as 10Gi" : "say where it is mounted, such as /config",
        });
      }
    }
  }
  return findings;
}

function checkExternal(row: ParsedWorkload): Finding[] {
  const findings: Finding[] = [];
  for (const field of ["initContainers", "resources", "runtimeClass"] as const) {
    if (Object.keys(row[field] ?? {}).length > 0) {
      findings.push({
        path: pathOf(row, field),
        message: `is only for what Berth renders, and managedBy is "${row.managedBy}"`,
        fix: "leave it out: the pod's requests are what the scheduler counts in all",
      });
    }
  }
  if (row.containers !== undefined) {
    findings.push({
      path: pathOf(row, "containers"),
      message: `is only for what Berth renders, and managedBy is "${row.managedBy}"`,
      fix: 'give the pod\'s requests instead, or set managedBy: "berth"',
    });
  } else if (row.requests === undefined) {
    findings.push({
      path: pathOf(row, "requests"),
      message: "is missing: the planner needs what one pod requests",
      fix: "give cpu and memory, or {} for a pod that requests nothing",
    });
  }
  return findings;
}
