import type { Budget } from "./best";
import { GainQueue, gainsMore, type Offer } from "./gain-queue";
import { isBetter } from "./is-better";
import { putTogether } from "./move-together";
import { drain } from "./neighbourhoods";
import { bestOf } from "./probe";
import type { State } from "./state";
import { put, take } from "./step";

/** How often all moves are looked at anew. In the first time, nearly all are made. */
const passes = 2;

/** A pod of the workload leaves the node, with what must be with it; or all pods do, when there is no workload. */
interface Leaving {
  readonly n: number;
  readonly w?: number;
}

/**
 * Spends a limit on moves where they gain most: of all single moves, and of all nodes that may be emptied, the one that
 * gains most for each move is made first, until nothing gains that the limit allows. What a move has changed for others is
 * seen when their turn comes.
 *
 * @param empties whether emptying a node brings anything.
 */
export function improveLargeWithinLimit(state: State, mostMoves: number, empties: boolean, budget: Budget): void {
  for (let pass = 0; pass < passes; pass++) {
    const queue = new GainQueue<Leaving>();
    const offer = (leaving: Leaving): Offer<Leaving> | undefined => {
      const mark = state.mark();
      const made = tryLeaving(state, leaving, mostMoves, budget);
      state.undo(mark);
      return made;
    };
    for (const leaving of everything(state, empties)) {
      const offered = offer(leaving);
      if (offered !== undefined) {
        queue.add(offered);
      }
    }
    let made = 0;
    for (let next = queue.take(); next !== undefined; next = queue.take()) {
      const now = offer(next.item);
      const rival = queue.first;
      if (now !== undefined && rival !== undefined && gainsMore(rival, now)) {
        queue.add(now);
      } else if (now !== undefined) {
        tryLeaving(state, next.item, mostMoves, budget);
        made++;
        // There may be more pods of the workload.
        queue.add(now);
      }
    }
    if (made === 0) {
      return;
    }
  }
}

function* everything(state: State, empties: boolean): Iterable<Leaving> {
  const { movable, nodes } = state.model;
  for (let n = 0; n < nodes.length; n++) {
    for (const w of state.workloadsOn(n)) {
      if (movable[w] === 1) {
        yield { n, w };
      }
    }
    if (empties && (state.busy[n] ?? 0) > 0) {
      yield { n };
    }
  }
}

/** Does it, as far as it can be done; says what that changes when it is for the better and within the limit. */
function tryLeaving(state: State, leaving: Leaving, mostMoves: number, budget: Budget): Offer<Leaving> | undefined {
  const { n, w } = leaving;
  const before = Float64Array.from(state.totals);
  const movesBefore = state.movesMade;
  const possible = w === undefined ? mayEmpty(state, n, mostMoves - movesBefore) && drain(state, n, budget) : moveAway(state, w, n, before);
  if (!possible) {
    return undefined;
  }
  if (state.isBroken || state.movesMade > mostMoves || !isBetter(state.totals, before)) {
    return undefined;
  }
  const change = state.totals.map((total, l) => total - (before[l] ?? 0));
  // Pods that run nowhere yet, and those that have moved already, move for nothing.
  return { item: leaving, change, moves: Math.max(0, state.movesMade - movesBefore) };
}

/** Whether there is something on the node, and no more that runs there than may still move. */
function mayEmpty(state: State, n: number, movesLeft: number): boolean {
  const { movable } = state.model;
  const settled = state.workloadsOn(n).reduce((sum, w) => sum + (movable[w] === 1 ? state.settled(w, n) : 0), 0);
  return (state.busy[n] ?? 0) > 0 && settled <= movesLeft;
}

function moveAway(state: State, w: number, n: number, before: Float64Array): boolean {
  if (state.count(w, n) === 0) {
    return false;
  }
  const taken = take(state, w, n);
  if (taken.length > 1) {
    return putTogether(state, taken, n, before);
  }
  const { node } = bestOf(state, w, state.index?.candidates(w) ?? [], n);
  return node >= 0 && put(state, taken, node);
}
