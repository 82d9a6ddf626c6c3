import type { Plan } from "../../infra/placement/plan-document";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import type { DrillFinding } from "./drill";

const bytesPerMiB = 1024 * 1024;

/**
 * The pods of workloads that ran before and are where they ran. Those that came with the plan run already, and are none of it.
 *
 * @param notPutBack workloads that stay where the plan has them.
 */
export function ranThen(
  { workloads }: Pick<Stack, "workloads">,
  pods: readonly ObservedPod[],
  notPutBack: readonly Workload[],
): readonly ObservedPod[] {
  const stay = new Set(notPutBack.map(({ id }) => id));
  const ran = new Set(workloads.filter(({ id, current }) => !stay.has(id) && Object.keys(current).length > 0).map(({ id }) => id));
  return pods.filter(({ workload, deleting }) => !deleting && ran.has(workload ?? ""));
}

/**
 * Where what pods request on a node is not what the plan has as "before".
 *
 * @param notPutBack counted where the tables have them.
 */
export function beforeFindings(plan: Plan, pods: readonly ObservedPod[], notPutBack: readonly Workload[]): readonly DrillFinding[] {
  return plan.nodes.flatMap(({ name, cpu, memory, pods: count }): readonly DrillFinding[] => {
    const own = [
      ...pods.filter(({ node }) => node === name).map(({ requests }) => requests),
      ...notPutBack.flatMap(({ current, currentRequests }) => Array.from({ length: current[name] ?? 0 }, () => currentRequests)),
    ];
    const cpuMilli = own.reduce((sum, requests) => sum + requests.cpuMilli, 0);
    const memoryMiB = Math.ceil(own.reduce((sum, requests) => sum + requests.memoryBytes, 0) / bytesPerMiB);
    const differences = [
      ...(cpuMilli === cpu.beforeMilli ? [] : [`${cpuMilli}m CPU instead of ${cpu.beforeMilli}m`]),
      // The plan rounds too.
      ...(Math.abs(memoryMiB - memory.beforeMiB) <= 1 ? [] : [`${memoryMiB}Mi instead of ${memory.beforeMiB}Mi`]),
      ...(own.length === count.before ? [] : [`${own.length} pods instead of ${count.before}`]),
    ];
    return differences.length === 0 ? [] : [{ subject: name, message: `before the plan it had ${differences.join(", ")}` }];
  });
}
