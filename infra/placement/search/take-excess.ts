import { ceilingPerMille } from "../objectives/ceilings";
import { restartWeight } from "../objectives/restarts";
import { cpu, memory } from "./model";
import type { State } from "./state";
import { take } from "./step";

/** What is about to join a node, and what must not leave it. */
export interface Joining {
  /** Requests, by resource. */
  readonly amounts: Float64Array;
  readonly companions: ReadonlySet<number>;
}

/**
 * Takes pods off a node that is above a ceiling, or would be with what is to join it, until it is not: those first that
 * free most for what their restart counts, but where something joins, those before them that may go to more nodes. With a
 * pod goes what must be with it.
 *
 * @returns the workloads of the pods taken, each after the one that it follows.
 */
export function takeExcess(state: State, n: number, joining?: Joining): readonly number[] {
  const { capacity, movable, requests, width } = state.model;
  const taken: number[] = [];
  for (const r of [cpu, memory]) {
    const limit = ((capacity[n * width + r] ?? 0) * ceilingPerMille(state.model, n, r)) / 1000 - (joining?.amounts[r] ?? 0);
    const gain = (w: number): number => (requests[w * width + r] ?? 0) / restartWeight(state.model, w);
    const mayLeave = (w: number): boolean => movable[w] === 1 && gain(w) > 0 && joining?.companions.has(w) !== true;
    const leaving = state.used(n, r) > limit ? state.workloadsOn(n).filter(mayLeave) : [];
    const choice = new Map(leaving.map((w) => [w, joining === undefined ? 0 : nodesFor(state, w)]));
    for (const w of leaving.sort((a, b) => (choice.get(b) ?? 0) - (choice.get(a) ?? 0) || gain(b) - gain(a) || a - b)) {
      while (state.used(n, r) > limit && state.count(w, n) > 0) {
        taken.push(...take(state, w, n));
      }
    }
  }
  return taken;
}

/** How many nodes a pod of the workload may be on: those where its leader is, if it has one. */
function nodesFor(state: State, w: number): number {
  const leader = state.model.leader[w] ?? -1;
  return leader < 0 ? state.model.startableNodes(w) : state.nodeCount(leader);
}
