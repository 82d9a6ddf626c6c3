import { objectiveValue } from "../objectives/objective-value";
import { pairMoves, type PodMove, podMoves } from "../pod-moves";
import type { Assignment } from "../search/assign";

/** What a limit on moves keeps a plan from: nothing where the plan without it keeps the limit anyway. */
export interface MovesLeftOut {
  /** Moves of the plan without the limit that are not made, by workload, then by node. */
  readonly moves: readonly PodMove[];
  /** What they would bring together: the objectives with another value without the limit, most important first. */
  readonly objectives: readonly LimitedObjective[];
}

/** Value of an objective in the plan without the limit, and in the one with it. */
export interface LimitedObjective {
  readonly name: string;
  readonly unlimited: number;
  readonly limited: number;
}

export function movesLeftOut(limited: Assignment): MovesLeftOut {
  const { unlimited } = limited;
  if (unlimited === undefined) {
    return { moves: [], objectives: [] };
  }
  const made = Map.groupBy(podMoves(limited), idOf);
  return {
    moves: [...Map.groupBy(podMoves(unlimited), idOf)].flatMap(([id, wanted]) => notMade(wanted, made.get(id) ?? [])),
    objectives: limited.model.problem.objectives
      .map((name) => ({ name, unlimited: objectiveValue(unlimited, name), limited: objectiveValue(limited, name) }))
      .filter((objective) => objective.unlimited !== objective.limited),
  };
}

/** A workload's pods are alike: who leaves a node and comes to one as the plan without the limit wants has made a move of its. */
function notMade(wanted: readonly PodMove[], made: readonly PodMove[]): readonly PodMove[] {
  const left = nodes(wanted, "from");
  const arrived = nodes(wanted, "to");
  const alsoLeft = common(left, nodes(made, "from"));
  const alsoArrived = common(arrived, nodes(made, "to"));
  const pods = Math.min(alsoLeft.length, alsoArrived.length);
  const rest = { left: less(left, alsoLeft.slice(0, pods)), arrived: less(arrived, alsoArrived.slice(0, pods)) };
  return wanted.slice(0, 1).flatMap(({ namespace, name }) => pairMoves({ namespace, name }, rest.left, rest.arrived));
}

/** A node for every pod. */
function nodes(moves: readonly PodMove[], end: "from" | "to"): readonly string[] {
  return moves.flatMap((move) => Array<string>(move.pods).fill(move[end]));
}

function common(a: readonly string[], b: readonly string[]): readonly string[] {
  return less(a, less(a, b));
}

/** The first list without what is in the second, as often as it is there. */
function less(a: readonly string[], b: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  b.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return a.filter((name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count - 1);
    return count <= 0;
  });
}

function idOf({ namespace, name }: PodMove): string {
  return `${namespace}/${name}`;
}
