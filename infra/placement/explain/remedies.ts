import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";
import type { State } from "../search/state";
import { blockersOn } from "./blockers";
import { nodesFor } from "./blocking-set";
import type { Change } from "./change";

/** Changes to the problem that together may give a pod its node. */
export interface Remedy {
  readonly text: string;
  readonly cost: number;
  readonly changes: readonly Change[];
  readonly apply: (problem: PlacementProblem) => PlacementProblem;
}

/** What these cost, beside the changes that take single blockers away. */
const costs = { moves: 0, anotherNode: 40 } as const;

/**
 * Changes that take every blocker off one node, for each node, the cheapest first; last, another node of each kind.
 * Whether a remedy really helps, and how much of it is enough, is for a trial to say.
 *
 * @param pods How many pods of the workload lack a node.
 */
export function remedyCandidates(state: State, w: number, pods: number): readonly Remedy[] {
  const { nodes, workloads } = state.model;
  const workload = workloads[w];
  if (workload === undefined || workload.mode === "fixed") {
    return [];
  }
  const { maxMoves } = state.model.problem;
  // More important pods that lack a node would take the first of them.
  const homeless = workloads.reduce(
    (sum, _, other) => sum + (state.model.movable[other] === 1 ? Math.max(0, state.unplaced(other)) : 0),
    0,
  );
  const more = maxMoves === undefined ? [] : [together([withMoreMoves(maxMoves + homeless)])];
  const candidates = nodesFor(state, w).flatMap(({ n }) => {
    const node = nodes[n];
    const changes = blockersOn(state, w, n, workload.mode === "perNode" ? 1 : pods).map((blocker) => blocker.changes);
    if (node === undefined || changes.length === 0) {
      return [];
    }
    // The first change that takes a blocker away is one to the node, the last one to the workload, where they differ.
    const firsts = changes.flatMap((each) => each.slice(0, 1));
    const lasts = changes.flatMap((each) => each.slice(-1));
    return [...[firsts, lasts].filter((steps) => steps.length === changes.length).map(together), together([anotherLike(workload, node)])];
  });
  const cheapestFirst = [...more, ...candidates].toSorted((a, b) => a.cost - b.cost || (a.text < b.text ? -1 : 1));
  return [...new Map(cheapestFirst.map((remedy) => [remedy.text, remedy])).values()];
}

/** A remedy of these changes, a change that is there twice taken once. */
export function together(all: readonly Change[]): Remedy {
  const changes = [...new Map(all.map((change) => [change.text, change])).values()];
  return {
    text: changes.map(({ text }) => text).join(" and "),
    cost: changes.reduce((sum, { cost }) => sum + cost, 0),
    changes,
    apply: (problem) => changes.reduce((changed, { apply }) => apply(changed), problem),
  };
}

function anotherLike(workload: PlacementWorkload, node: PlacementNode): Change {
  const name = `${node.name}-twin`;
  const labels = { ...node.labels, "kubernetes.io/hostname": name };
  return {
    text: `another node like ${node.name}`,
    cost: costs.anotherNode + (workload.core === node.controlPlane ? 0 : 1),
    apply: (problem) => ({ ...problem, nodes: [...problem.nodes, { ...node, name, labels, host: name }] }),
  };
}

function withMoreMoves(maxMoves: number): Change {
  return { text: `let ${maxMoves} pods move`, cost: costs.moves, apply: (problem) => ({ ...problem, maxMoves }) };
}
