import { noLeader } from "../search/pod-terms";
import type { Model } from "../search/model";
import { stateOf } from "../search/search";
import type { State } from "../search/state";
import { fits } from "../search/step";
import { type Completions } from "./completions";

/** A legal order of legal choices after which a pod finds no node. */
export interface BadOrder {
  /** Id of the workload that has the pod. */
  readonly workload: string;
  /** Each pod that comes before it, and the node that the scheduler chooses. Pods that are not named come later. */
  readonly placed: readonly { readonly workload: string; readonly node: string }[];
  /** Ids of the workloads that are on other nodes than planned, or on these in other numbers, sorted: the cause. */
  readonly crowding: readonly string[];
}

/** Whether pods of the one workload can keep a pod of the other waiting: a less important pod would be preempted. */
export function canCrowd(model: Model, rival: number, w: number): boolean {
  return model.movable[rival] === 1 && (model.workloads[rival]?.tier ?? 0) <= (model.workloads[w]?.tier ?? 0);
}

/**
 * Gives nodes to as many pods of the workload as there are, and says whether one is left that fits nowhere. A pod that
 * waits for another workload's pods to be there does not count: it waits for them, not for room.
 */
export function isStuck(state: State, w: number): boolean {
  const { affinity, leader, movable, nodes } = state.model;
  const company = [leader[w] ?? noLeader, ...(affinity[w]?.selects ?? [])].filter((other) => other >= 0 && other !== w);
  if (company.some((other) => movable[other] === 1 && state.unplaced(other) > 0)) {
    return false;
  }
  let placed = true;
  while (placed && state.unplaced(w) > 0) {
    const n = nodes.findIndex((_, candidate) => fits(state, w, candidate));
    placed = n >= 0;
    if (placed) {
      state.add(w, n);
    }
  }
  return state.unplaced(w) > 0;
}

/** Plays the order pod by pod: every choice has to be one that kube-scheduler has, and the last pod has to wait. */
export function replay({ model, state: base }: Completions, { workload, placed }: BadOrder): boolean {
  const state = stateOf(model, [], base.entries());
  const index = new Map(model.workloads.map(({ id }, w) => [id, w]));
  const waiting = index.get(workload) ?? -1;
  for (const step of placed) {
    const w = index.get(step.workload) ?? -1;
    const n = model.nodeIndex.get(step.node) ?? -1;
    if (w < 0 || n < 0 || !canCrowd(model, w, waiting) || state.unplaced(w) <= 0 || !fits(state, w, n)) {
      return false;
    }
    state.add(w, n);
  }
  return state.unplaced(waiting) > 0 && model.nodes.every((_, n) => !fits(state, waiting, n));
}
