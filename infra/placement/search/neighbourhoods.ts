import { type Budget, type Step, makeBest } from "./best";
import { placeOne } from "./start";
import type { State } from "./state";
import { fits, put, take } from "./step";
import { targetsFor } from "./targets";

/** One pod of the workload, with those that must be where it is, to every other of the nodes. */
export function* moves(state: State, w: number, nodes: Iterable<number> = state.model.nodes.keys()): Iterable<Step> {
  for (const from of state.nodesOf(w)) {
    for (const to of nodes) {
      if (to !== from && state.model.admits(w, to)) {
        yield (tried) => put(tried, take(tried, w, from), to) && !tried.isBroken;
      }
    }
  }
}

/** One pod of the workload for one of a workload after it. */
export function* swaps(state: State, w: number): Iterable<Step> {
  const { movable, admits, followers } = state.model;
  // What follows a pod may leave more room than the pod alone.
  const follows = state.model.workloads.some((_, each) => followers(each).length > 0);
  for (const here of state.nodesOf(w)) {
    for (let other = w + 1; other < state.model.workloads.length; other++) {
      if (movable[other] === 1 && admits(other, here)) {
        for (const there of state.nodesOf(other)) {
          if (there !== here && admits(w, there) && (follows || mayTrade(state, w, here, other, there))) {
            yield (tried) => {
              const going = take(tried, w, here);
              if (tried.count(other, there) === 0) {
                return false;
              }
              const coming = take(tried, other, there);
              return put(tried, going, there) && put(tried, coming, here) && !tried.isBroken;
            };
          }
        }
      }
    }
  }
}

/** Whether each of two pods has enough room where the other is, once that one has left. */
function mayTrade({ model, usage }: State, w: number, here: number, other: number, there: number): boolean {
  const { width, requests, capacity } = model;
  for (let r = 0; r < width; r++) {
    const more = (requests[other * width + r] ?? 0) - (requests[w * width + r] ?? 0);
    const [n, change] = more > 0 ? [here, more] : [there, -more];
    if (change > 0 && (usage[n * width + r] ?? 0) + change > (capacity[n * width + r] ?? 0)) {
      return false;
    }
  }
  return true;
}

/**
 * Room for one pod without a node. One other pod leaves, for another node or, if it matters less, for none. Or as many
 * leave as it takes, the least important and then the smallest first; then a pod that this one must be with may come to
 * the node as well.
 */
export function* ejections(state: State, w: number, budget: Budget): Iterable<Step> {
  const { movable, nodes, admits, order } = state.model;
  for (let to = 0; to < nodes.length; to++) {
    if (admits(w, to) && couldHold(state, w, to)) {
      for (const victim of order.toReversed()) {
        for (const from of movable[victim] === 1 ? state.nodesOf(victim) : []) {
          if (from === to || victim === w) {
            yield (tried) => {
              const leaving = take(tried, victim, from);
              if (!put(tried, [w], to)) {
                return false;
              }
              settleTogether(tried, leaving, budget);
              return !tried.isBroken;
            };
          }
        }
      }
      yield (tried) => moveIn(tried, [w], to, budget);
      for (const leader of leadersOf(state, w)) {
        for (const from of state.nodesOf(leader)) {
          yield (tried) => from !== to && moveIn(tried, [...take(tried, leader, from), w], to, budget);
        }
      }
    }
  }
}

/** Puts pods on a node, however many others have to leave it. */
export function moveIn(state: State, pods: readonly number[], to: number, budget: Budget): boolean {
  const { movable, rank } = state.model;
  const byRank = (a: number, b: number): number => (rank[a] ?? 0) - (rank[b] ?? 0);
  const staying = new Set(pods.flatMap((w) => [w, ...leadersOf(state, w)]));
  const victims = state
    .workloadsOn(to)
    .filter((victim) => movable[victim] === 1 && !staying.has(victim))
    .sort((a, b) => byRank(b, a));
  const leaving: number[] = [];
  for (const w of pods) {
    for (const victim of victims) {
      while (state.count(victim, to) > 0 && !fits(state, w, to)) {
        leaving.push(...take(state, victim, to));
      }
    }
    if (!put(state, [w], to)) {
      return false;
    }
  }
  settleElsewhere(state, leaving.toSorted(byRank), budget);
  return !state.isBroken;
}

/** Of every node, the step in which each pod that may leave it does. */
export function* drains(state: State, budget: Budget): Iterable<Step> {
  for (let from = 0; from < state.model.nodes.length; from++) {
    if ((state.busy[from] ?? 0) > 0) {
      yield (tried) => drain(tried, from, budget);
    }
  }
}

/** Every pod that may leave the node does, and finds another. */
export function drain(state: State, from: number, budget: Budget): boolean {
  const { movable, rank } = state.model;
  const leaving: number[] = [];
  for (const w of state.workloadsOn(from).toSorted((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0))) {
    while (movable[w] === 1 && state.count(w, from) > 0) {
      leaving.push(...take(state, w, from));
    }
  }
  return leaving.every((w) => placeOne(state, w, budget, from)) && !state.isBroken;
}

/** Whether the node could hold a pod of the workload if nothing else were there. */
function couldHold({ model }: State, w: number, n: number): boolean {
  const width = model.resources.length;
  return model.resources.every((_, r) => (model.requests[w * width + r] ?? 0) <= (model.capacity[n * width + r] ?? 0));
}

/** Movable workloads that this one must be with, directly or through another. */
function leadersOf({ model }: State, w: number): readonly number[] {
  const leaders: number[] = [];
  for (
    let leader = model.leader[w] ?? -1;
    leader >= 0 && model.movable[leader] === 1 && !leaders.includes(leader);
    leader = model.leader[leader] ?? -1
  ) {
    leaders.push(leader);
  }
  return leaders;
}

/** Pods that belong together go to one node, if there is one for all of them. */
function settleTogether(state: State, pods: readonly number[], budget: Budget): void {
  const [first = -1] = pods;
  const steps = targetsFor(state, first).map(
    (n): Step =>
      (tried) =>
        put(tried, pods, n),
  );
  if (!makeBest(state, steps, budget, "nothing")) {
    settleElsewhere(state, pods, budget);
  }
}

/** A pod that finds no node is left without one: the objectives say whether that is worth it. */
function settleElsewhere(state: State, pods: readonly number[], budget: Budget): void {
  for (const w of pods) {
    placeOne(state, w, budget);
  }
}
