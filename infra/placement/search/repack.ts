import { maySleep } from "../objectives/watts";
import { AwakeSets, type PricedSet } from "./awake-sets";
import { annealing } from "./anneal";
import { type Budget, makeBest } from "./best";
import { ejections, moves, swaps } from "./neighbourhoods";
import type { RankedLevels } from "./search";
import { shareOut } from "./share-out";
import { isBetter } from "./is-better";
import type { State } from "./state";
import { fits } from "./step";

/** Sets of awake nodes that are judged by prices, and those of them that are packed. */
const pricedSets = 24;
const packedSets = 3;
/** Changes that are tried in each packing, for each pair of a pod and a node. */
const annealingSteps = 400;

/**
 * Packs all movable pods anew onto another set of awake nodes where that draws less: which nodes sleep cannot be found by
 * moving pods one after another, nor by emptying one node into what the others happen to have left.
 *
 * @returns whether it found a better placement; if not, everything is where it was.
 */
export function repack(state: State, { objectiveOf }: RankedLevels, budget: Budget): boolean {
  const { model } = state;
  if (model.order.some((w) => state.unplaced(w) > 0)) {
    return false;
  }
  const watts = objectiveOf.indexOf("watts");
  const least = state.totals[watts] ?? 0;
  const sets = new AwakeSets(state);
  const awake = model.nodes.map((_, n) => !maySleep(model, n) || (state.busy[n] ?? 0) > 0);
  const priced = sets
    .near(awake)
    .map((nodes) => ({ nodes, milliwatts: sets.cheap(nodes) }))
    .filter(({ milliwatts }) => milliwatts < least)
    .sort((a, b) => a.milliwatts - b.milliwatts)
    .slice(0, pricedSets)
    .map(({ nodes }) => sets.priced(nodes, least))
    .filter(({ milliwatts }) => milliwatts < least)
    .sort((a, b) => a.milliwatts - b.milliwatts)
    .slice(0, packedSets);
  const start = state.mark();
  const before = Float64Array.from(state.totals);
  const best = Float64Array.from(before);
  let changes: readonly number[] = [];
  for (const set of priced) {
    if (set.milliwatts < (best[watts] ?? 0)) {
      packOnto(state, sets, set, annealingSteps, budget);
      if (!state.isBroken && isBetter(state.totals, best)) {
        best.set(state.totals);
        changes = state.changesSince(start);
      }
      state.undo(start);
    }
  }
  state.replay(changes);
  return isBetter(best, before);
}

/**
 * Packs all movable pods onto the nodes of a set as cheaply as it can. Where it cannot, ceilings or pods are left over.
 *
 * @param steps changes that are tried, for each pair of a pod and a node.
 */
export function packOnto(state: State, sets: AwakeSets, set: PricedSet, steps: number, budget: Budget): void {
  pack(state, sets, set);
  descend(state, set.nodes, budget);
  if (shareOut(state, set.nodes, "watts", annealing(steps))) {
    descend(state, set.nodes, budget);
  }
}

/** Takes every movable pod off and puts it where its cost is least; first those that lose most if they have to go elsewhere. */
function pack(state: State, sets: AwakeSets, { nodes, costs }: PricedSet): void {
  const { workloads } = sets;
  const pods = workloads.map((w) => state.placed[w] ?? 0);
  for (const w of workloads) {
    for (const n of [...state.nodesOf(w)]) {
      while (state.count(w, n) > 0) {
        state.remove(w, n);
      }
    }
  }
  const regret = costs.map((cost) => {
    const [first = 0, second = Number.POSITIVE_INFINITY] = cost.toSorted();
    return second - first;
  });
  const order = workloads.map((_, i) => i).sort((a, b) => (regret[b] ?? 0) - (regret[a] ?? 0) || a - b);
  for (const i of order) {
    const w = workloads[i] ?? 0;
    const cost = costs[i] ?? new Float64Array(0);
    const cheapestFirst = nodes.map((_, k) => k).sort((a, b) => (cost[a] ?? 0) - (cost[b] ?? 0));
    for (let pod = 0; pod < (pods[i] ?? 0); pod++) {
      const possible = cheapestFirst.filter((each) => fits(state, w, nodes[each] ?? 0));
      const k = possible.find((each) => sets.isWithinCeilings(state, w, nodes[each] ?? 0)) ?? possible[0];
      if (k === undefined) {
        break;
      }
      state.add(w, nodes[k] ?? 0);
    }
  }
}

/** Moves and swaps among the nodes until none of them makes the placement better. */
function descend(state: State, nodes: readonly number[], budget: Budget): void {
  const movable = state.model.order.filter((w) => state.model.movable[w] === 1);
  const each = (step: (w: number) => boolean): boolean => movable.reduce((improved, w) => step(w) || improved, false);
  let improved = true;
  while (improved) {
    improved = each((w) => state.unplaced(w) > 0 && makeBest(state, ejections(state, w, budget), budget, "now"));
    improved = each((w) => makeBest(state, moves(state, w, nodes), budget, "now")) || improved;
    improved ||= each((w) => makeBest(state, swaps(state, w), budget, "now"));
  }
}
