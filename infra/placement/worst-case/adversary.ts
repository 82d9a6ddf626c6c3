import { hasPodSlot } from "../constraints/pod-count";
import { hasResources } from "../constraints/resources";
import { noLeader } from "../search/pod-terms";
import { type Model, compareText } from "../search/model";
import type { State } from "../search/state";
import { fits } from "../search/step";
import { type BadOrder, canCrowd, isStuck } from "./bad-order";
import { type Completions, countsOf, type PodCounts } from "./completions";
import { type Effort } from "./effort";
import { exclusionDomains } from "./exclusion";

/**
 * Looks for an order and choices, all of them legal, after which a pod of the workload finds no node. First with one
 * other workload elsewhere than planned; then with any, of which as few as possible are kept. It is greedy and bounded:
 * that it finds none says nothing.
 */
export function findBadOrder(completions: Completions, w: number, effort: Effort): BadOrder | undefined {
  const { model, state, planned } = completions;
  const leader = model.leader[w] ?? noLeader;
  if (leader >= 0 && model.movable[leader] === 1 && !canCrowd(model, leader, w)) {
    // The two could be preempted for one another, which the order does not tell.
    return undefined;
  }
  const rivals = model.order.filter((other) => other !== w && canCrowd(model, other, w) && (model.wanted[other] ?? 0) > 0);
  const mark = state.mark();
  const found = oneElsewhere(state, w, rivals, planned, effort) ?? anyElsewhere(state, w, rivals, planned, effort);
  state.undo(mark);
  return found === undefined ? undefined : describe(completions, w, rivals, found);
}

/** Everything as planned, but for one workload. */
function oneElsewhere(state: State, w: number, rivals: readonly number[], planned: PodCounts, effort: Effort): PodCounts | undefined {
  const start = state.mark();
  putDown(state, rivals, planned);
  for (const rival of rivals) {
    const mark = state.mark();
    effort.left -= state.model.nodes.length;
    state.model.nodes.forEach((_, n) => {
      while (state.count(rival, n) > 0) {
        state.remove(rival, n);
      }
    });
    const bare = state.mark();
    for (const focus of focuses(state.model, w).filter(({ leastFreeFirst }) => leastFreeFirst)) {
      const counts = filled(state, w, [rival], rivals, focus, effort);
      state.undo(bare);
      if (counts !== undefined && leadsThere(state, start, w, rivals, counts, effort)) {
        return counts;
      }
    }
    state.undo(mark);
    if (effort.left <= 0) {
      break;
    }
  }
  state.undo(start);
  return undefined;
}

/** Of the ways that were found to fill the nodes, so many are reduced: those that begin with the fewest causes. */
const mostReduced = 2;

/** From nothing: the nodes are filled one after another with whatever may be there. */
function anyElsewhere(state: State, w: number, rivals: readonly number[], planned: PodCounts, effort: Effort): PodCounts | undefined {
  const mark = state.mark();
  const found = new Map<string, PodCounts>();
  for (const focus of focuses(state.model, w)) {
    if (effort.left <= 0) {
      break;
    }
    const counts = filled(state, w, rivals, rivals, focus, effort);
    state.undo(mark);
    const key = counts === undefined ? "" : JSON.stringify([...counts]);
    if (counts !== undefined && !found.has(key) && leadsThere(state, mark, w, rivals, counts, effort)) {
      found.set(key, counts);
    }
  }
  const causes = (counts: PodCounts): number => elsewhere(counts, planned).length;
  return [...found.values()]
    .sort((a, b) => causes(a) - causes(b))
    .slice(0, mostReduced)
    .map((counts) => fewer(state, w, rivals, planned, counts, effort))
    .sort((a, b) => causes(a) - causes(b))[0];
}

/** Where the rivals' pods are when some of them have filled the nodes; nothing unless a pod of the workload then waits. */
function filled(
  state: State,
  w: number,
  filling: readonly number[],
  rivals: readonly number[],
  focus: Focus,
  effort: Effort,
): PodCounts | undefined {
  fill(state, w, filling, focus, effort);
  const mark = state.mark();
  const stuck = isStuck(state, w);
  state.undo(mark);
  return stuck ? countsOf(state, rivals) : undefined;
}

/** Leaves out of it, or as planned, whatever is not needed for the pod to wait. */
function fewer(state: State, w: number, rivals: readonly number[], planned: PodCounts, found: PodCounts, effort: Effort): PodCounts {
  const mark = state.mark();
  let counts = found;
  const size = (rival: number): number => (found.get(rival) ?? []).reduce((sum, pods) => sum + pods, 0) * shareOf(state.model, rival);
  // The smallest first: few large ones are then left.
  for (const rival of [...elsewhere(found, planned)].sort((a, b) => size(a) - size(b) || a - b)) {
    const without = new Map([...counts].filter(([other]) => other !== rival));
    const asPlanned = planned.get(rival);
    const instead = [without, ...(asPlanned === undefined ? [] : [new Map([...without, [rival, asPlanned]])])];
    counts = instead.find((other) => leadsThere(state, mark, w, rivals, other, effort)) ?? counts;
  }
  return counts;
}

/** How large one of the workload's pods is: the largest share of what the largest node has that it requests. */
function shareOf({ capacity, requests, resources, nodes }: Model, w: number): number {
  return resources.reduce((largest, _, r) => {
    const supply = nodes.reduce((most, __, n) => Math.max(most, capacity[n * resources.length + r] ?? 0), 0);
    return Math.max(largest, supply === 0 ? 0 : (requests[w * resources.length + r] ?? 0) / supply);
  }, 0);
}

function elsewhere(counts: PodCounts, planned: PodCounts): readonly number[] {
  return [...counts].flatMap(([w, pods]) => (pods.some((count, n) => count !== (planned.get(w)?.[n] ?? 0)) ? [w] : []));
}

/** Whether these pods can be put down one after another from there on, and a pod of the workload then waits. */
function leadsThere(state: State, from: number, w: number, rivals: readonly number[], counts: PodCounts, effort: Effort): boolean {
  effort.left -= rivals.length + counts.size * state.model.nodes.length;
  if (effort.left <= 0) {
    return false;
  }
  const since = state.changesSince(from);
  state.undo(from);
  const mark = state.mark();
  putDown(state, rivals, counts);
  const legal = [...counts].every(([rival, pods]) => pods.every((count, n) => state.count(rival, n) === count));
  const stuck = legal && isStuck(state, w);
  state.undo(mark);
  state.replay(since);
  return stuck;
}

/** Puts pods down where they belong, each when it may be there, as far as that goes. */
function putDown(state: State, order: readonly number[], counts: PodCounts): readonly (readonly [w: number, n: number])[] {
  const placed: (readonly [number, number])[] = [];
  let before = -1;
  while (before < placed.length) {
    before = placed.length;
    for (const w of order) {
      counts.get(w)?.forEach((count, n) => {
        // One at a time over the nodes, as strict spread has it.
        if (state.count(w, n) < count && fits(state, w, n)) {
          state.add(w, n);
          placed.push([w, n]);
        }
      });
    }
  }
  return placed;
}

/** What to fill nodes by and in which order. */
interface Focus {
  /** Index of the resource that is to become scarce. */
  readonly r: number;
  readonly nodes: readonly number[];
  /** The node that its company is to be on, if it needs any that may move. */
  readonly company?: number;
  /** Pods that may be on few of the nodes first. */
  readonly leastFreeFirst: boolean;
}

function focuses(model: Model, w: number): readonly Focus[] {
  const reach = (of: number): readonly number[] => model.nodes.flatMap((_, n) => (model.admits(of, n) ? [n] : []));
  const own = reach(w);
  const leader = model.leader[w] ?? noLeader;
  const sets = [
    own,
    ...(model.strictSpreads[w] ?? []).flatMap(({ domainOf, domains }) =>
      Array.from({ length: domains }, (_, domain) => own.filter((n) => domainOf[n] === domain)),
    ),
  ];
  const companies = leader >= 0 && model.movable[leader] === 1 ? reach(leader) : [undefined];
  const scarce = model.resources.flatMap((_, r) => ((model.requests[w * model.resources.length + r] ?? 0) > 0 ? [r] : []));
  return companies.flatMap((company) =>
    sets.flatMap((nodes) =>
      (scarce.length === 0 ? [0] : scarce).flatMap((r) =>
        (nodes.length > 1 ? [nodes, [...nodes].reverse()] : [nodes]).flatMap((ordered) =>
          [true, false].map((leastFreeFirst) => ({ r, nodes: ordered, leastFreeFirst, ...(company === undefined ? {} : { company }) })),
        ),
      ),
    ),
  );
}

/** Puts pods of the rivals on the nodes until they are full for the workload, as far as that goes. */
function fill(state: State, w: number, rivals: readonly number[], focus: Focus, effort: Effort): void {
  const { model } = state;
  effort.left -= rivals.length * focus.nodes.length;
  const leader = model.leader[w] ?? noLeader;
  if (focus.company !== undefined) {
    putCompany(state, leader, rivals, focus.company);
  }
  const request = (of: number): number => model.requests[of * model.resources.length + focus.r] ?? 0;
  const choices = (of: number): number => focus.nodes.filter((n) => model.admits(of, n)).length;
  const candidates = [...rivals].sort((a, b) => (focus.leastFreeFirst ? choices(a) - choices(b) : 0) || request(b) - request(a) || a - b);
  for (const n of focus.nodes) {
    if (!looksAtOwnOnly(model, w)) {
      shutOut(state, w, candidates, n, effort);
    }
    candidates.forEach((first, position) => {
      // The smallest that is enough, so that as much as possible is left for the other nodes; else the largest.
      let chosen: number | undefined = first;
      while (chosen !== undefined && mayComeYet(state, w, n) && hasPodSlot(state, n) && hasResources(state, w, n) && effort.left > 0) {
        const need = state.free(n, focus.r) - request(w);
        const mayBeThere = (rival: number): boolean => state.unplaced(rival) > 0 && fits(state, rival, n);
        const enough: readonly number[] = request(first) > need ? candidates.slice(position).filter((rival) => request(rival) > need) : [];
        effort.left -= 1 + enough.length;
        chosen = mayBeThere(first) ? first : undefined;
        for (const rival of enough) {
          if ((chosen === undefined || request(rival) < request(chosen)) && mayBeThere(rival)) {
            chosen = rival;
          }
        }
        if (chosen !== undefined) {
          state.add(chosen, n);
        }
      }
    });
    if (hasRoomForAll(state, w, n)) {
      return;
    }
  }
}

/** Whether nothing that more pods cannot mend keeps the workload off the node. */
function mayComeYet(state: State, w: number, n: number): boolean {
  return state.lastingConstraintsOf(w).every(({ allows }) => allows(w, n)) || looksAtOwnOnly(state.model, w);
}

/** Whether others can keep the workload off a node by nothing but the room that they take. */
function looksAtOwnOnly({ constraints: { groups, groupOf, prepared } }: Model, w: number): boolean {
  const concerns = groups[groupOf[w] ?? 0]?.concerns ?? [];
  return concerns.every((c) => prepared[c]?.ownOnly?.(w) === true);
}

/** Puts the first rival on the node, or elsewhere in a domain of it, that keeps the workload off it by its mere presence. */
function shutOut(state: State, w: number, rivals: readonly number[], n: number, effort: Effort): void {
  effort.left -= rivals.length;
  for (const rival of rivals.filter((each) => state.unplaced(each) > 0)) {
    for (const there of [n, ...elsewhereInDomain(state.model, w, rival, n)]) {
      effort.left--;
      if (effort.left <= 0 || !mayComeYet(state, w, n)) {
        return;
      }
      if (fits(state, rival, there)) {
        const mark = state.mark();
        state.add(rival, there);
        if (mayComeYet(state, w, n)) {
          state.undo(mark);
        }
      }
    }
  }
}

/** Other nodes from which a pod of the rival keeps the workload off the node. */
function elsewhereInDomain(model: Model, w: number, rival: number, n: number): readonly number[] {
  const excluded = exclusionDomains(model, w, rival);
  const domain = excluded?.[n] ?? -1;
  return domain < 0 ? [] : model.nodes.flatMap((_, m) => (m !== n && excluded?.[m] === domain ? [m] : []));
}

/** Whether nothing on other nodes can keep any of the workload's pods waiting. */
function hasRoomForAll(state: State, w: number, n: number): boolean {
  const { podCapacity, requests, resources, wanted } = state.model;
  const pods = wanted[w] ?? 0;
  return (
    state.constraintsOf(w).length === 0 &&
    pods <= (podCapacity[n] ?? 0) - (state.pods[n] ?? 0) &&
    resources.every((_, r) => {
      const request = requests[w * resources.length + r] ?? 0;
      return request === 0 || request * pods <= state.free(n, r);
    })
  );
}

/** All pods of a leader, and what it needs itself, on one node as far as they may be there. */
function putCompany(state: State, leader: number, rivals: readonly number[], first: number): void {
  const above = state.model.leader[leader] ?? noLeader;
  if (above >= 0 && rivals.includes(above) && above !== leader && state.unplaced(above) > 0) {
    putCompany(
      state,
      above,
      rivals.filter((rival) => rival !== leader),
      first,
    );
  }
  for (const n of [first, ...state.model.nodes.keys()]) {
    while (rivals.includes(leader) && state.unplaced(leader) > 0 && fits(state, leader, n)) {
      state.add(leader, n);
    }
  }
}

function describe({ model, state, planned }: Completions, w: number, rivals: readonly number[], counts: PodCounts): BadOrder {
  const mark = state.mark();
  const placed = putDown(state, rivals, counts);
  const before = state.changesSince(mark).length;
  isStuck(state, w);
  const own = state
    .changesSince(mark)
    .slice(before)
    .map((entry) => [w, entry % model.nodes.length] as const);
  state.undo(mark);
  const idOf = (of: number): string => model.workloads[of]?.id ?? "";
  return {
    workload: idOf(w),
    placed: [...placed, ...own].map(([of, n]) => ({ workload: idOf(of), node: model.nodes[n]?.name ?? "" })),
    crowding: elsewhere(counts, planned).map(idOf).sort(compareText),
  };
}
