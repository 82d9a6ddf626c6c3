import { describePlan } from "../placement/plan";
import type { Plan } from "../placement/plan-document";
import type { PlacementProblem } from "../placement/problem";
import { assign } from "../placement/search/assign";
import { simulateFailures } from "../placement/what-if/failures";
import { allowedDisruptions } from "../workloads/disruption";
import type { Workload } from "../workloads/workload";
import type { SizedStack } from "./fleet";
import { type Load, underLoad } from "./load";

/** Something that a number of nodes does not do. */
export interface Shortfall {
  readonly kind: "no-node" | "above-ceiling" | "does-not-survive";
  /** The workload or node, for reading. */
  readonly subject: string;
  /** Pods that it concerns; 1 for a node. */
  readonly pods: number;
  readonly because: string;
  /** What would help beside more nodes; empty when nothing is known. */
  readonly remedies: readonly string[];
}

/** A plan for a number of nodes under a load, and where it falls short. */
export interface Assessment {
  readonly problem: PlacementProblem;
  readonly plan: Plan;
  readonly shortfalls: readonly Shortfall[];
}

/** The tiers whose pods must start elsewhere when a node is lost. */
const mustSurvive = 2;

/**
 * Whether a stack carries a load: every pod has a node, every node is under its ceilings, and what is of tiers 0 to 2
 * survives the loss of any one node, with no more pods missing than its disruption budget allows.
 */
export function assess(stack: SizedStack, load: Load): Assessment {
  const problem = underLoad(stack.problem, load);
  const assignment = assign(problem);
  const plan = describePlan(problem, assignment);
  const unplaced = plan.unplaced.map(({ namespace, name, replicas, blockedBy, remedies }): Shortfall => ({
    kind: "no-node",
    subject: `${namespace}/${name}`,
    pods: replicas,
    because: `no node for ${replicas === 1 ? "its pod" : `${replicas} of its pods`}: ${blockedBy.join("; ")}`,
    remedies,
  }));
  if (unplaced.length > 0) {
    return { problem, plan, shortfalls: unplaced };
  }
  const rows = new Map(stack.workloads.map((workload) => [workload.id, workload]));
  const waiting = [...simulateFailures(problem, assignment, plan)].flatMap(({ name, waits, controlPlaneWorks }) => {
    // Nothing that scaling changes: the number of control planes stays.
    if (!controlPlaneWorks) {
      return [];
    }
    return waits
      .filter((each) => each.tier <= mustSurvive && each.pods > mayMiss(rows.get(`${each.namespace}/${each.name}`), problem))
      .map((each): Shortfall => ({
        kind: "does-not-survive",
        subject: `${each.namespace}/${each.name}`,
        pods: each.pods,
        because: `without ${name}, ${each.pods === 1 ? "a pod" : `${each.pods} pods`} would wait: ${each.blockedBy.join("; ")}`,
        remedies: [],
      }));
  });
  return { problem, plan, shortfalls: [...aboveCeilings(problem, plan), ...waiting] };
}

/** Orders shortfalls by how bad they are: pods without a node weigh more than any number of others. */
export function severityOf(shortfalls: readonly Shortfall[]): number {
  return shortfalls.reduce((sum, { kind, pods }) => sum + pods * (kind === "no-node" ? 1_000_000 : 1), 0);
}

/** How many pods of a workload may be missing for as long as a node is lost; an operator keeps a majority. */
function mayMiss(workload: Workload | undefined, { workloads }: PlacementProblem): number {
  const replicas = workloads.find(({ id }) => id === workload?.id)?.replicas ?? 0;
  if (workload?.disruption === undefined) {
    return 0;
  }
  return workload.disruption === "operator" ? Math.floor((replicas - 1) / 2) : allowedDisruptions(workload.disruption, replicas);
}

function aboveCeilings({ nodes, ceilings }: PlacementProblem, plan: Plan): readonly Shortfall[] {
  const controlPlanes = new Set(nodes.filter(({ controlPlane }) => controlPlane).map(({ name }) => name));
  return plan.nodes.flatMap(({ name, cpu, memory }) => {
    const ceiling = controlPlanes.has(name) ? ceilings.controlPlane : ceilings.worker;
    const shares = [
      { resource: "CPU", percent: (100 * cpu.afterMilli) / cpu.allocatableMilli, most: ceiling.cpuPercent },
      { resource: "memory", percent: (100 * memory.afterMiB) / memory.allocatableMiB, most: ceiling.memoryPercent },
    ];
    return shares
      .filter(({ percent, most }) => percent > most)
      .map(({ resource, percent, most }): Shortfall => ({
        kind: "above-ceiling",
        subject: name,
        pods: 1,
        because: `${Math.round(percent)} % of its ${resource} would be requested, above the ceiling of ${most} %`,
        remedies: [],
      }));
  });
}
