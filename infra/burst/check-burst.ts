import type { Finding } from "../diagnostics/finding";
import type { Machine } from "../hardware/machine";
import { formatMemoryBytes } from "../quantities/quantity";
import { meetsRequirement } from "../selectors/label-requirement";
import type { Workload } from "../workloads/workload";
import { burstTaint, type BurstPool } from "./burst-pool";

/**
 * What is wrong with workloads and a pool together: those that may burst and could not run on any of its nodes, and
 * those that may not and would tolerate its taint.
 */
export function checkBurstWorkloads(workloads: readonly Workload[], pool: BurstPool): readonly Finding[] {
  return workloads.flatMap((workload) => (workload.burst === undefined ? checkOutsider(workload) : checkBurster(workload, pool)));
}

/** DaemonSets may tolerate everything: they belong on every node, as long as there is one. */
function checkOutsider({ id, kind, tolerations }: Workload): readonly Finding[] {
  return kind !== "DaemonSet" && kind !== "StaticPod" && tolerations.some(({ key }) => key === undefined || key === burstTaint.key)
    ? [
        {
          path: `workloads[${id}].tolerations`,
          message: "tolerates the taint of rented nodes, and the row does not say that it may burst",
          fix: "name the taints that it has to tolerate, or give it burst: true",
        },
      ]
    : [];
}

function checkBurster({ id, requires, requests }: Workload, { machines, labels, profile }: BurstPool): readonly Finding[] {
  const unmet = requires.filter((requirement) => !meetsRequirement(requirement, labels)).map(({ key }) => key);
  const findings: Finding[] =
    unmet.length === 0
      ? []
      : [
          {
            path: `workloads[${id}].burst`,
            message: `is not possible: no rented node has what it requires of ${[...new Set(unmet)].join(" and ")}; not all types of the pool have the same, or none has it`,
            fix: `the nodes have: ${Object.entries(labels)
              .map(([key, value]) => `${key}=${value}`)
              .join(", ")}`,
          },
        ];
  return machines.some((machine) => holds(machine, requests))
    ? findings
    : [
        ...findings,
        {
          path: `workloads[${id}].burst`,
          message: `is not possible: its pod (${requests.cpuMilli}m CPU, ${formatMemoryBytes(requests.memoryBytes)}) fits on no type of the pool`,
          value: profile.instanceTypes.map(({ name }) => name).join(", "),
          fix: "add a larger instance type, or lower its requests",
        },
      ];
}

function holds({ allocatable }: Machine, { cpuMilli, memoryBytes, extended }: Workload["requests"]): boolean {
  return (
    cpuMilli <= allocatable.cpuMilli &&
    memoryBytes <= allocatable.memoryBytes &&
    Object.entries(extended).every(([name, amount]) => amount <= (allocatable.extended[name] ?? 0))
  );
}
