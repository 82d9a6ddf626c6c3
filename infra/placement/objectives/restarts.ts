import type { Model } from "../search/model";
import type { State } from "../search/state";

/**
 * What the restart of one pod counts, by tier: a restart of the core can take the cluster's names, network or storage
 * away from everything else, so that no homelab has enough other pods to outweigh it; below, each tier counts half as
 * much again or twice as much as the next, because it is missed by more of the others or by more people.
 */
export const restartWeights = { 0: 100, 1: 4, 2: 3, 3: 2, 4: 1 } as const;

/** What the restart of one pod of the workload counts. */
export function restartWeight(model: Model, w: number): number {
  return restartWeights[model.workloads[w]?.tier ?? 4];
}

/** Pods of the workload that run now and go on with the plan. */
export function lastingPods(model: Model, w: number): number {
  const running = model.runningNodes(w).reduce((sum, n) => sum + model.running(w, n), model.stranded[w] ?? 0);
  return Math.min(running, model.wanted[w] ?? 0);
}

/**
 * How many pods of the workload restart when so many of them move: these alone, or all when the pod template carries the
 * placement, because the template then changes.
 */
export function restartsFor(model: Model, w: number, moved: number): number {
  return moved > 0 && model.workloads[w]?.restartsTogether === true ? Math.max(moved, lastingPods(model, w)) : moved;
}

/** Restarts that the state asks of the workload, each counted by its tier. */
export function weightedRestarts(state: State, w: number): number {
  const moved = state.moved(w);
  return moved === 0 ? 0 : restartWeight(state.model, w) * restartsFor(state.model, w, moved);
}
