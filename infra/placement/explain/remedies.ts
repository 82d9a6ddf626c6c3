import { constraints } from "../constraints";
import { formatAmount } from "../constraints/amounts";
import { podCountConstraint } from "../constraints/pod-count";
import { formatRequirement, requirementsConstraint, unmetRequirements } from "../constraints/requirements";
import { scarceResources } from "../constraints/resources";
import { blockingTaints, formatTaint, taintsConstraint } from "../constraints/taints";
import { targetConstraint, unmetTarget } from "../constraints/target";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";
import type { State } from "../search/state";
import { obstacles } from "./obstacles";
import { representatives } from "./representatives";

/** A change to the problem that may give a pod its node. */
export interface Remedy {
  readonly text: string;
  /** Only for sorting: a line in a table costs little, hardware costs much. */
  readonly cost: number;
  readonly apply: (problem: PlacementProblem) => PlacementProblem;
}

/** What each kind of change costs, from giving up a wish to buying a machine; `Constraint.remedy` has more of them. */
const costs = {
  moves: 0,
  target: 1,
  pods: 3,
  taints: 4,
  requirements: 6,
  smallerRequest: 8,
  largerNode: 12,
  anotherNode: 40,
} as const;

/**
 * Changes that take every obstacle off one node, for each node, the cheapest first; last, another node of each kind.
 * Whether a change really helps is for a trial to say.
 */
export function remedyCandidates(state: State, w: number): readonly Remedy[] {
  const { nodes, workloads } = state.model;
  const workload = workloads[w];
  if (workload === undefined) {
    return [];
  }
  const { maxMoves } = state.model.problem;
  // More important pods that lack a node would take the first of them.
  const homeless = workloads.reduce(
    (sum, _, other) => sum + (state.model.movable[other] === 1 ? Math.max(0, state.unplaced(other)) : 0),
    0,
  );
  const more = maxMoves === undefined ? [] : [withMoreMoves(maxMoves + homeless)];
  const candidates = representatives(state, w, () => true).flatMap(({ n }) => {
    const node = nodes[n];
    if (node === undefined) {
      return [];
    }
    const larger = forNode(state, w, n, "largerNode");
    const smaller = forNode(state, w, n, "smallerRequest");
    return [larger, smaller]
      .flatMap((steps) => (steps === undefined || steps.length === 0 ? [] : [together(steps)]))
      .concat(anotherLike(workload, node));
  });
  const distinct = new Map(
    [...more, ...candidates].toSorted((a, b) => a.cost - b.cost || (a.text < b.text ? -1 : 1)).map((remedy) => [remedy.text, remedy]),
  );
  return [...distinct.values()];
}

function forNode(state: State, w: number, n: number, forResources: "largerNode" | "smallerRequest"): readonly Remedy[] | undefined {
  const node = state.model.nodes[n];
  const workload = state.model.workloads[w];
  if (node === undefined || workload === undefined) {
    return undefined;
  }
  const steps: Remedy[] = [];
  for (const { constraint } of obstacles(state, w, n)) {
    const step = stepFor(constraint);
    if (step === undefined) {
      return undefined;
    }
    steps.push(step);
  }
  return steps;

  function stepFor(constraint: string): Remedy | undefined {
    if (workload === undefined || node === undefined) {
      return undefined;
    }
    const registered = constraints.find(({ name }) => name === constraint);
    if (registered !== undefined) {
      const remedy = registered.remedy?.(workload);
      return remedy === undefined ? undefined : onWorkload(workload.id, remedy.cost, remedy.text, remedy.change);
    }
    switch (constraint) {
      case taintsConstraint: {
        const taints = blockingTaints(workload, node);
        return onWorkload(workload.id, costs.taints, `tolerate ${taints.map(formatTaint).join(" and ")}`, (old) => ({
          ...old,
          tolerations: [
            ...old.tolerations,
            ...taints.map(({ key, value, effect }) => ({ key, value, effect, operator: "Equal" as const })),
          ],
        }));
      }
      case requirementsConstraint: {
        const unmet = unmetRequirements(node, workload.requires);
        return onWorkload(
          workload.id,
          costs.requirements * unmet.length,
          `drop the requirement ${unmet.map(formatRequirement).join(" and ")}`,
          (old) => ({
            ...old,
            requires: old.requires.filter((requirement) => !unmet.includes(requirement)),
          }),
        );
      }
      case targetConstraint: {
        const unmet = unmetTarget(workload, node);
        return onWorkload(workload.id, costs.target, `drop the target ${unmet.map(formatRequirement).join(" and ")}`, (old) => ({
          ...old,
          target: old.target.filter((requirement) => !unmet.includes(requirement)),
        }));
      }
      case podCountConstraint: {
        const needed = (state.pods[n] ?? 0) + 1;
        return onNode(node.name, costs.pods, `allow ${needed} pods on ${node.name}`, (old) => ({
          ...old,
          allocatable: { ...old.allocatable, pods: needed },
        }));
      }
      default: {
        const missing = scarceResources(state, w, n).find(({ resource }) => resource === constraint)?.missing ?? 0;
        if (forResources === "largerNode") {
          const share = Math.min(
            10,
            missing / Math.max(1, state.model.capacity[n * state.model.resources.length + state.model.resources.indexOf(constraint)] ?? 1),
          );
          return onNode(node.name, costs.largerNode + share, `${formatAmount(constraint, missing)} more on ${node.name}`, (old) => ({
            ...old,
            allocatable: addTo(old.allocatable, constraint, missing),
          }));
        }
        // To ask for less than half is to ask for another workload.
        const requested = constraint === "cpu" ? workload.requests.cpuMilli : workload.requests.memoryBytes;
        return (constraint === "cpu" || constraint === "memory") && 2 * missing <= requested
          ? onWorkload(workload.id, costs.smallerRequest, `request ${formatAmount(constraint, missing)} less`, (old) => ({
              ...old,
              requests: addTo(old.requests, constraint, -missing),
            }))
          : undefined;
      }
    }
  }
}

function addTo<T extends PlacementWorkload["requests"]>(amounts: T, resource: string, by: number): T {
  switch (resource) {
    case "cpu":
      return { ...amounts, cpuMilli: amounts.cpuMilli + by };
    case "memory":
      return { ...amounts, memoryBytes: amounts.memoryBytes + by };
    default:
      return { ...amounts, extended: { ...amounts.extended, [resource]: (amounts.extended[resource] ?? 0) + by } };
  }
}

function together(steps: readonly Remedy[]): Remedy {
  return {
    text: steps.map(({ text }) => text).join(" and "),
    cost: steps.reduce((sum, { cost }) => sum + cost, 0),
    apply: (problem) => steps.reduce((changed, { apply }) => apply(changed), problem),
  };
}

function anotherLike(workload: PlacementWorkload, node: PlacementNode): Remedy {
  const name = `${node.name}-twin`;
  const labels = { ...node.labels, "kubernetes.io/hostname": name };
  return {
    text: `another node like ${node.name}`,
    cost: costs.anotherNode + (workload.core === node.controlPlane ? 0 : 1),
    apply: (problem) => ({ ...problem, nodes: [...problem.nodes, { ...node, name, labels, host: name }] }),
  };
}

function withMoreMoves(maxMoves: number): Remedy {
  return { text: `let ${maxMoves} pods move`, cost: costs.moves, apply: (problem) => ({ ...problem, maxMoves }) };
}

function onWorkload(id: string, cost: number, text: string, change: (workload: PlacementWorkload) => PlacementWorkload): Remedy {
  return {
    cost,
    text,
    apply: (problem) => ({
      ...problem,
      workloads: problem.workloads.map((workload) => (workload.id === id ? change(workload) : workload)),
    }),
  };
}

function onNode(name: string, cost: number, text: string, change: (node: PlacementNode) => PlacementNode): Remedy {
  return {
    cost,
    text,
    apply: (problem) => ({ ...problem, nodes: problem.nodes.map((node) => (node.name === name ? change(node) : node)) }),
  };
}
