import type { DisruptionBudget } from "../../workloads/schema";
import type { Assignment } from "../search/assign";
import { memory, type Model } from "../search/model";
import { type Action, Attempt } from "./attempt";
import { type Remaining, total } from "./remaining";

/** A way to carry a plan out. */
export interface Ordering {
  readonly actions: readonly Action[];
  /** Pods of workloads that could not be brought where the plan has them. */
  readonly blocked: readonly BlockedPods[];
}

export interface BlockedPods {
  readonly w: number;
  readonly pods: number;
  /** Whether its disruption budget is what keeps them. */
  readonly byBudget: boolean;
}

/**
 * Orders what a plan wants so that a pod only ever starts where there is room for it, while the pod that it replaces
 * still holds its requests, and so that every disruption budget is kept. Where pods need each other's room, one is
 * stopped until there is: the least important that helps. More important tiers go first where that needs no more stops
 * than another order; the fewest stops are not promised, as only so many orders are tried.
 *
 * @param budgets PodDisruptionBudgets by workload id.
 */
export function orderMoves(assignment: Assignment, budgets: ReadonlyMap<string, DisruptionBudget>): Ordering {
  const { model } = assignment;
  let best = attempt(assignment, budgets, byTier);
  const tries = Math.min(mostTries, Math.floor(mostActions / Math.max(1, best.actions.length)));
  for (let number = 0; number < tries && harm(model, best).some((pods) => pods > 0); number++) {
    const ordering = attempt(assignment, budgets, orders[number] ?? shuffled(model, number));
    best = isBetter(harm(model, ordering), harm(model, best)) ? ordering : best;
  }
  return best;
}

/** How many more orders are tried, and how many actions all of them may have, where that of tiers does harm. */
const mostTries = 300;
const mostActions = 20_000;

type Order = (model: Model, a: number, b: number) => number;

const byTier: Order = ({ workloads }, a, b) => (workloads[a]?.tier ?? 0) - (workloads[b]?.tier ?? 0) || a - b;
const bySize: Order = (model, a, b) => sizeOf(model, a) - sizeOf(model, b) || a - b;
/** Tried after that of tiers; then come shuffled ones. */
const orders: readonly Order[] = [(model, a, b) => bySize(model, b, a), bySize, (model, a, b) => byTier(model, b, a)];

/** An order like any other, the same on every machine: every way to carry out a plan without a stop is one of these. */
function shuffled({ workloads }: Model, number: number): Order {
  // The generator of Park and Miller, two steps at a time: neighbouring numbers then have nothing in common.
  const next = (state: number): number => (state * 48_271) % 2_147_483_647;
  let state = ((number + 1) * 69_621) % 2_147_483_647;
  const rank = workloads.map(() => {
    state = next(next(state));
    return state;
  });
  return (_, a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || a - b;
}

function sizeOf({ requests, resources }: Model, w: number): number {
  return requests[w * resources.length + memory] ?? 0;
}

/** Pods blocked, then pods stopped for room by tier, the most important first. */
function harm({ workloads }: Model, { actions, blocked }: Ordering): readonly number[] {
  const stopped = [0, 0, 0, 0, 0];
  for (const { w, kind, pods } of actions) {
    const tier = workloads[w]?.tier ?? 0;
    stopped[tier] = (stopped[tier] ?? 0) + (kind === "stop-for-room" ? pods : 0);
  }
  return [blocked.reduce((sum, { pods }) => sum + pods, 0), ...stopped];
}

function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

/** Stops nothing that would not start again: a pod that would not is left where it is, and all is tried once more. */
function attempt(assignment: Assignment, budgets: ReadonlyMap<string, DisruptionBudget>, order: Order): Ordering {
  const kept = new Set<number>();
  for (;;) {
    const { ordering, leftStopped } = attemptKeeping(assignment, budgets, order, kept);
    if (leftStopped.length === 0) {
      return ordering;
    }
    leftStopped.forEach((w) => kept.add(w));
  }
}

/** @param kept Workloads of which nothing is stopped to make room. */
function attemptKeeping(
  assignment: Assignment,
  budgets: ReadonlyMap<string, DisruptionBudget>,
  order: Order,
  kept: ReadonlySet<number>,
): { readonly ordering: Ordering; readonly leftStopped: readonly number[] } {
  const { model } = assignment;
  const state = new Attempt(assignment, budgets);
  const actions: Action[] = [];
  let open = state.remaining.toSorted((a, b) => order(model, a.w, b.w));
  for (;;) {
    open = open.filter(({ leaving, arriving }) => leaving.size + arriving.size > 0);
    // What runs and has no node in the plan may as well run until its room is needed, or all else is done.
    const action =
      first(open, (rest) => state.settle(rest)) ??
      first(open, (rest) => state.move(rest)) ??
      first(open.toReversed(), (rest) => state.giveUp(rest)) ??
      makeRoom(model, state, open, kept);
    if (action === undefined) {
      return {
        ordering: { actions, blocked: open.map((rest) => blockedPods(state, rest)) },
        leftStopped: open.flatMap(({ w, stopped }) => (stopped > 0 ? [w] : [])),
      };
    }
    actions.push(action);
  }
}

/** Stops the pod that does the least harm: one whose room something waits for, of the least important tier, small. */
function makeRoom(model: Model, state: Attempt, open: readonly Remaining[], kept: ReadonlySet<number>): Action | undefined {
  const candidates = open
    .filter((rest) => !kept.has(rest.w) && total(rest.leaving) > rest.ends && state.evictable(rest) > 0)
    .flatMap((rest) => [...rest.leaving.keys()].map((from) => ({ rest, from })))
    .sort((a, b) => byTier(model, b.rest.w, a.rest.w) || bySize(model, a.rest.w, b.rest.w) || a.from - b.from);
  const chosen = candidates.find(({ rest, from }) => state.wouldHelp(rest, from, open)) ?? candidates[0];
  return chosen === undefined ? undefined : state.stop(chosen.rest, chosen.from);
}

function blockedPods(state: Attempt, rest: Remaining): BlockedPods {
  const { w, leaving, arriving } = rest;
  return { w, pods: Math.max(total(leaving), total(arriving)), byBudget: leaving.size > 0 && state.evictable(rest) === 0 };
}

function first<Item, Result>(items: readonly Item[], attempted: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const result = attempted(item);
    if (result !== undefined) {
      return result;
    }
  }
  return undefined;
}
