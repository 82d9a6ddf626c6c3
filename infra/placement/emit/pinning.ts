import { isUsable } from "../constraints/admission";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";
import { preferenceMargin } from "./preference-margin";

/** How firmly a workload is tied to its planned nodes. */
export interface Pinning {
  /** Nodes that its pods may use: the planned ones, and when those are only preferred the failover nodes. */
  readonly allowed: ReadonlySet<string>;
  /** Points by which the preference may lose, 0 or more; absent when the plan is certain to hold. */
  readonly mayLoseBy?: number;
}

/**
 * The planned nodes are preferred where that is certain to win. Where it may lose, they are required if they can take
 * the pods of any one of their hosts that is lost; if they cannot, they stay preferred, and the plan is not certain.
 */
export function pinningOf(problem: PlacementProblem, plan: Plan, workload: PlacementWorkload, planned: PlannedWorkload): Pinning {
  const all = new Set([...planned.nodes, ...planned.failover]);
  const rivals = problem.nodes.filter((node) => planned.failover.includes(node.name) && isUsable(workload, node)).map(({ name }) => name);
  if (rivals.length === 0) {
    return { allowed: all };
  }
  const margin = preferenceMargin(problem, plan, workload, planned, rivals);
  if (margin > 0) {
    return { allowed: all };
  }
  return survivesLoss(problem, plan, workload, planned) ? { allowed: new Set(planned.nodes) } : { allowed: all, mayLoseBy: -margin };
}

function survivesLoss(problem: PlacementProblem, plan: Plan, workload: PlacementWorkload, planned: PlannedWorkload): boolean {
  const nodes = problem.nodes.filter(({ name }) => planned.nodes.includes(name));
  const hosts = new Set(nodes.map(({ host }) => host));
  return (
    hosts.size > 1 &&
    dependsOnNoOthers(problem, workload) &&
    [...hosts].every((lost) => {
      const left = nodes.filter(({ host }) => host !== lost);
      // Every other planned node has at least one of the pods, so the lost ones cannot have had them all.
      return left.reduce((room, node) => room + roomFor(plan, workload, node), 0) >= workload.replicas - left.length;
    })
  );
}

/** Whether where other pods are, its own included, matters for nothing but room. */
function dependsOnNoOthers({ workloads }: PlacementProblem, workload: PlacementWorkload): boolean {
  const { id, antiAffinityTopologyKey, podAffinity = [], podAntiAffinity = [], hostPorts = [] } = workload;
  return (
    antiAffinityTopologyKey === undefined &&
    podAffinity.length + podAntiAffinity.length + hostPorts.length === 0 &&
    workloads.every((other) => (other.podAntiAffinity ?? []).every(({ selects }) => !selects.includes(id)))
  );
}

/** How many more of its pods fit on the node beside everything planned there. */
function roomFor(plan: Plan, { requests }: PlacementWorkload, node: PlacementNode): number {
  const after = plan.nodes.find(({ name }) => name === node.name);
  if (after === undefined || Object.keys(requests.extended).length > 0) {
    return 0;
  }
  const cpu = requests.cpuMilli === 0 ? Infinity : (after.cpu.allocatableMilli - after.cpu.afterMilli) / requests.cpuMilli;
  const memory =
    requests.memoryBytes === 0 ? Infinity : ((after.memory.allocatableMiB - after.memory.afterMiB) * 1024 ** 2) / requests.memoryBytes;
  return Math.max(0, Math.floor(Math.min(cpu, memory, after.pods.allocatable - after.pods.after)));
}
