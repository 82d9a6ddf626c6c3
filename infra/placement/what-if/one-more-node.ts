import { capabilityKey } from "../../hardware/capabilities";
import { objectiveValue } from "../objectives/objective-value";
import type { ObjectiveName, PlacementNode, PlacementProblem } from "../problem";
import { type Assignment, assign } from "../search/assign";
import { addNodes, areAlike } from "./add-nodes";

/** What a plan falls short of when there is too little room, the most important first. */
const shortfallNames = ["place", "survive-loss", "ceilings"] as const satisfies readonly ObjectiveName[];
export type ShortfallName = (typeof shortfallNames)[number];

/** Nodes times workloads up to which one more node is tried: each kind takes a search of its own. */
const mostPairs = 4_000;
/** Kinds of nodes that are tried: those of which there are most. */
const mostKinds = 8;

/** How far a plan falls short as things are, and with one more node. */
export interface Shortfall {
  /** `place` counts pods without a node, `survive-loss` pods that wait after losses, `ceilings` per mille above them. */
  readonly name: ShortfallName;
  readonly now: number;
  readonly then: number;
}

/** What one more node of a kind brings where a plan falls short. */
export interface OneMoreNode {
  /** Name of a node of the kind. */
  readonly like: string;
  /** The pool that it is in, if any. */
  readonly pool?: string;
  /** One at least is smaller then, and none before it is larger. Those that are 0 now and then are left out. */
  readonly shortfalls: readonly Shortfall[];
}

/**
 * Which kinds of nodes would help a plan that falls short, if there were one more: those first that help the most. Every
 * kind of worker that there is was tried by planning anew, by the search alone. Empty when none helps.
 *
 * @returns undefined for a plan that does not fall short, and for a problem too large to try.
 */
export function oneMoreNode(problem: PlacementProblem, planned: Assignment): readonly OneMoreNode[] | undefined {
  const now = shortfallsOf(planned);
  if (now.every((value) => value === 0) || problem.nodes.length * problem.workloads.length > mostPairs) {
    return undefined;
  }
  return kindsOf(problem)
    .map((like) => ({ like, then: shortfallsOf(assign(addNodes(problem, like, 1))) }))
    .filter(({ then }) => compare(then, now) < 0)
    .sort((a, b) => compare(a.then, b.then))
    .map(({ like, then }) => {
      const pool = like.labels[capabilityKey.pool];
      return {
        like: like.name,
        ...(pool === undefined ? {} : { pool }),
        shortfalls: shortfallNames
          .map((name, i): Shortfall => ({ name, now: now[i] ?? 0, then: then[i] ?? 0 }))
          .filter((shortfall) => shortfall.now > 0 || shortfall.then > 0),
      };
    });
}

/** In the order of their names; 0 for what is no objective of the problem. */
function shortfallsOf(assignment: Assignment): readonly number[] {
  const { model, state } = assignment;
  return shortfallNames.map((name) =>
    name === "place"
      ? model.workloads.reduce((sum, _, w) => sum + Math.max(0, state.unplaced(w)), 0)
      : model.problem.objectives.includes(name)
        ? objectiveValue(assignment, name)
        : 0,
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.reduce((difference, value, i) => difference || value - (b[i] ?? 0), 0);
}

/** The first node of every kind by name; control planes only where there is nothing else. */
function kindsOf({ nodes }: PlacementProblem): readonly PlacementNode[] {
  const workers = nodes.filter(({ controlPlane, runsControlPlane = controlPlane }) => !runsControlPlane);
  const kinds: PlacementNode[][] = [];
  for (const node of (workers.length === 0 ? nodes : workers).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const kind = kinds.find(([first]) => first !== undefined && areAlike(first, node));
    if (kind === undefined) {
      kinds.push([node]);
    } else {
      kind.push(node);
    }
  }
  return kinds
    .sort((a, b) => b.length - a.length)
    .slice(0, mostKinds)
    .flatMap(([first]) => first ?? []);
}
