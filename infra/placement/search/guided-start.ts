import { roundToWhole } from "../aggregate/round-to-whole";
import type { Shapes } from "../aggregate/shapes";
import type { Shares } from "../aggregate/shares";
import { placeBase } from "./base";
import { Scarcity } from "./scarcity";
import type { State } from "./state";
import { fits } from "./step";

/**
 * A plan that follows the shares of a linear program: of each shape so many pods on nodes of each kind, rounded; first
 * those that run there now. Within a kind a pod goes to the node that has most of everything else left for each bit of
 * the scarce resource, so that no node keeps some of it without the rest. What has no share is left for later.
 */
export function guidedStart(state: State, shapes: Shapes, { pods }: Shares): void {
  const { model } = state;
  placeBase(state);
  const scarcity = new Scarcity(model);
  const bySize = [...shapes.members.keys()].sort((a, b) => {
    const [first = 0, second = 0] = [shapes.members[a]?.[0], shapes.members[b]?.[0]];
    return (
      (model.workloads[first]?.tier ?? 0) - (model.workloads[second]?.tier ?? 0) || scarcity.size(second) - scarcity.size(first) || a - b
    );
  });
  for (const shape of bySize) {
    const members = shapes.members[shape] ?? [];
    const wanted = members.reduce((sum, w) => sum + (model.wanted[w] ?? 0), 0);
    const quotas = roundToWhole(pods[shape] ?? new Float64Array(), wanted);
    quotas.forEach((quota, kind) => {
      const kept = keepRunning(state, members, kind, quota);
      fill(state, members, model.kinds.members[kind] ?? [], quota - kept, scarcity);
    });
  }
}

/** Pods that run on nodes of the kind stay there, as far as the quota goes; returns how many do. */
function keepRunning(state: State, members: readonly number[], kind: number, quota: number): number {
  const { model } = state;
  let kept = 0;
  for (const w of members) {
    for (const n of model.runningNodes(w)) {
      for (let left = model.kinds.kindOf[n] === kind ? model.running(w, n) : 0; left > 0; left--) {
        if (kept < quota && state.unplaced(w) > 0 && fits(state, w, n)) {
          state.add(w, n);
          kept++;
        }
      }
    }
  }
  return kept;
}

/** Places up to a number of pods of one shape on some nodes, wherever the scarce resource goes with most of the rest. */
function fill(state: State, members: readonly number[], nodes: readonly number[], quota: number, scarcity: Scarcity): void {
  if (quota <= 0) {
    return;
  }
  const [first = -1] = members;
  const plenty = new Map(nodes.map((n) => [n, scarcity.plenty(state, first, n)]));
  const before = (a: number, b: number): boolean => {
    const difference = (plenty.get(b) ?? 0) - (plenty.get(a) ?? 0);
    return difference < 0 || (difference === 0 && a < b);
  };
  // Filling a node changes its own place alone. A node that has no room now will have none later.
  const open = [...plenty.keys()].sort((a, b) => (before(a, b) ? -1 : 1));
  let left = quota;
  for (const w of members) {
    while (left > 0 && state.unplaced(w) > 0 && open.length > 0) {
      const n = open.shift() ?? -1;
      if (fits(state, w, n)) {
        state.add(w, n);
        left--;
        plenty.set(n, scarcity.plenty(state, w, n));
        const after = open.findIndex((other) => before(n, other));
        open.splice(after < 0 ? open.length : after, 0, n);
      }
    }
  }
}
