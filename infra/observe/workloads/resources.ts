import { formatCpuMilli, formatMemoryBytes } from "../../quantities/quantity";
import type { WorkloadRow } from "../../workloads/schema";
import { effectiveSpec, type ObservedWorkload, workloadId } from "../owners/observed-workload";
import { podLimits, podRequests, type PodRequests } from "../pod-resources";
import type { Remarks } from "../remarks";

export interface ObservedResources extends Required<Pick<WorkloadRow, "requests">>, Pick<WorkloadRow, "limits"> {
  /** Cards, devices and everything else that one pod requests. */
  readonly others: PodRequests["others"];
}

/**
 * What one pod of a workload requests and may use at most. Where its pods differ, as after a recommendation that only
 * new pods have, the most that any of them requests.
 */
export function resourcesOf(workload: ObservedWorkload, remarks: Remarks): ObservedResources {
  const id = workloadId(workload);
  const { pods, template } = workload;
  const each =
    pods.length > 0
      ? pods.map(({ spec, status }) => podRequests(spec, status))
      : template === undefined
        ? []
        : [podRequests(template.spec)];
  const cpuMilli = Math.max(0, ...each.map((requests) => requests.cpuMilli));
  const memoryBytes = Math.max(0, ...each.map((requests) => requests.memoryBytes));
  if (each.some((requests) => requests.cpuMilli !== cpuMilli || requests.memoryBytes !== memoryBytes)) {
    remarks.add(
      "changed",
      id,
      `its pods request different amounts; the table has the most: ${formatCpuMilli(cpuMilli)} CPU, ${formatMemoryBytes(memoryBytes)}`,
    );
  }
  const others: Record<string, number> = {};
  for (const [resource, count] of each.flatMap((requests) => Object.entries(requests.others))) {
    others[resource] = Math.max(others[resource] ?? 0, count);
  }
  const spec = effectiveSpec(workload);
  const limits = spec === undefined ? {} : podLimits(spec);
  const cpuLimit = atLeast(limits.cpuMilli, cpuMilli, "CPU", id, remarks);
  const memoryLimit = atLeast(limits.memoryBytes, memoryBytes, "memory", id, remarks);
  const hasLimit = cpuLimit !== undefined || memoryLimit !== undefined;
  return {
    // A limit without a request would count as one: a request of zero beside a limit is written out.
    requests: {
      ...(cpuMilli === 0 && cpuLimit === undefined ? {} : { cpu: formatCpuMilli(cpuMilli) }),
      ...(memoryBytes === 0 && memoryLimit === undefined ? {} : { memory: formatMemoryBytes(memoryBytes) }),
    },
    ...(hasLimit
      ? {
          limits: {
            ...(cpuLimit === undefined ? {} : { cpu: formatCpuMilli(cpuLimit) }),
            ...(memoryLimit === undefined ? {} : { memory: formatMemoryBytes(memoryLimit) }),
          },
        }
      : {}),
    others,
  };
}

/** Pods that differ may have requests above the limits of the one that was looked at. */
function atLeast(limit: number | undefined, request: number, resource: string, id: string, remarks: Remarks): number | undefined {
  if (limit !== undefined && limit < request) {
    remarks.add("left out", id, `its ${resource} limit, which is under the request that the table has`);
    return undefined;
  }
  return limit;
}
