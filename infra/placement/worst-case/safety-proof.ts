import { noLeader } from "../search/pod-terms";
import type { Model } from "../search/model";
import type { State } from "../search/state";
import { type Effort } from "./effort";

/** What sums of shares may be off by, as they are fractions. */
const tolerance = 1e-9;

/**
 * Whether every pod of the workload finds a node with room, whatever the scheduler chose for all others before. Sound,
 * and not complete: `false` says nothing.
 *
 * A full node is filtered out and another allowed one taken, so a pod waits only when *all* of its nodes are full for it.
 * A node becomes full by pods that are allowed there, of its own tier or a more important one: the others would be
 * preempted. Each such pod is on one node only. It takes some share of what has to go for the node to be full, at most
 * all of it; when the shares of all pods together, each on the node where it does most harm, are less than the number of
 * nodes, one node has room.
 *
 * @param base What is there whatever the scheduler chooses.
 * @param most How many pods of each workload can be on each node: see `mostPods`.
 */
export function isProvenSafe(base: State, most: Int32Array, w: number, effort: Effort): boolean {
  if (!isUnderstood(base.model, w)) {
    return false;
  }
  const needed = neededNodes(base, w);
  return needed?.sets.every((nodes) => cannotBeFull(base, most, { w, pods: needed.own }, nodes, effort)) ?? false;
}

/** Whether the proof knows every way in which other pods can keep a pod of the workload off a node. */
export function isUnderstood({ constraints: { groups, groupOf, prepared } }: Model, w: number): boolean {
  const concerns = groups[groupOf[w] ?? 0]?.concerns ?? [];
  return concerns.every((c) => prepared[c]?.provable?.(w) === true);
}

interface NeededNodes {
  /** A pod is sure to find room when each of these sets has a node with room. */
  readonly sets: readonly (readonly number[])[];
  /** How many other pods of the workload can be in the set that the pod depends on. */
  readonly own: number;
}

/** Unknown for strict spread where company moves, and for several at once. */
function neededNodes(base: State, w: number): NeededNodes | undefined {
  const { model } = base;
  const reach = (of: number): readonly number[] => model.nodes.flatMap((_, n) => (model.admits(of, n) ? [n] : []));
  const spreads = model.strictSpreads[w] ?? [];
  if (spreads.length > 1) {
    return undefined;
  }
  const [spread] = spreads;
  const nodes = spread === undefined ? reach(w) : reach(w).filter((n) => (spread.domainOf[n] ?? -1) >= 0);
  // With no more pods than maxSkew, no domain can be too full.
  const perDomain = spread !== undefined && (model.wanted[w] ?? 0) > spread.maxSkew ? spread : undefined;
  const others = Math.max(0, (model.wanted[w] ?? 0) - 1);
  const leader = model.leader[w] ?? noLeader;
  if (leader >= 0 && model.movable[leader] === 1) {
    // Its company may be on any one of the nodes that it is allowed.
    return perDomain === undefined ? { sets: reach(leader).map((n) => nodes.filter((own) => own === n)), own: others } : undefined;
  }
  const possible = leader === noLeader ? nodes : nodes.filter((n) => base.count(leader, n) > 0);
  return perDomain === undefined
    ? { sets: [possible], own: others }
    : // The emptiest domain, whichever that is, takes a pod as far as spread goes. It has no more than its part of them.
      {
        sets: Array.from({ length: perDomain.domains }, (_, domain) => possible.filter((n) => perDomain.domainOf[n] === domain)),
        own: Math.floor(others / Math.max(1, perDomain.domains)),
      };
}

/** A node that is not full from the start. */
interface Open {
  readonly n: number;
  /** What the pod needs there and others could take; it is full for the pod when any one of these is taken. */
  readonly needs: readonly Need[];
}

interface Need {
  /** Index of the resource, or `podSlots`. */
  readonly r: number;
  /** How much others have to request, beside what is there from the start. */
  readonly amount: number;
}

interface Rival {
  readonly w: number;
  readonly pods: number;
}

/** Stands for the number of pods among the resources. */
const podSlots = -1;
/** Up to so many ways in which nodes can become full are looked at one by one; more are looked at as one. */
const maxWays = 256;

function cannotBeFull(base: State, most: Int32Array, own: Rival, nodes: readonly number[], effort: Effort): boolean {
  const { model } = base;
  const { w } = own;
  const rivals = rivalsOf(base, own);
  const open = nodes
    .flatMap((n) => openNode(base, most, w, n, rivals))
    .sort((a, b) => a.pressure - b.pressure || a.node.n - b.node.n)
    .map(({ node }) => node);
  const apart = model.antiAffinity[w]?.domainOf;
  effort.left -= nodes.length * rivals.length;
  return open.some((_, last) => {
    const some = open.slice(0, last + 1);
    const left = some.length - keptAway(some, apart, own.pods);
    return (
      left > 0 &&
      waysToFill(some).every((way) => {
        effort.left -= way.length * rivals.length;
        return effort.left > 0 && rivals.reduce((sum, rival) => sum + harm(base, most, w, rival, way), 0) + tolerance < left;
      })
    );
  });
}

/** Which resource is the scarce one on each node: every combination. */
function waysToFill(nodes: readonly Open[]): readonly (readonly Open[])[] {
  // What cannot be taken is scarce nowhere; such a node is kept, as one that nothing harms.
  const options = nodes.map(({ n, needs }) => (needs.length === 0 ? [{ n, needs }] : needs.map((need) => ({ n, needs: [need] }))));
  return options.reduce((ways, { length }) => ways * length, 1) > maxWays
    ? [nodes]
    : options.reduce<readonly (readonly Open[])[]>((ways, nodeWays) => ways.flatMap((way) => nodeWays.map((one) => [...way, one])), [[]]);
}

/** Workloads whose pods can keep a pod of this one off a node, itself among them, and how many of theirs there are. */
function rivalsOf({ model }: State, own: Rival): readonly Rival[] {
  const { w } = own;
  const tier = model.workloads[w]?.tier ?? 0;
  return model.workloads.flatMap((rival, other) => {
    const counts = model.movable[other] === 1 && (rival.tier <= tier || other === model.leader[w]);
    const pods = other === w ? own.pods : (model.wanted[other] ?? 0);
    return counts && pods > 0 ? [{ w: other, pods }] : [];
  });
}

function requestOf({ model }: State, w: number, r: number): number {
  return r === podSlots ? 1 : (model.requests[w * model.resources.length + r] ?? 0);
}

/** Nothing when the node is too full from the start. Its pressure is the largest share of a need that could be taken. */
function openNode(
  base: State,
  most: Int32Array,
  w: number,
  n: number,
  rivals: readonly Rival[],
): readonly { readonly node: Open; readonly pressure: number }[] {
  const { model } = base;
  const needs = [
    { r: podSlots, amount: (model.podCapacity[n] ?? 0) - (base.pods[n] ?? 0) },
    ...model.resources.flatMap((_, r) => {
      const request = requestOf(base, w, r);
      return request === 0 ? [] : [{ r, amount: base.free(n, r) - request + 1 }];
    }),
  ];
  if (needs.some(({ amount }) => amount <= 0)) {
    return [];
  }
  const taken = ({ r }: Need): number =>
    rivals.reduce((sum, rival) => sum + podsOn(base, most, w, rival, n) * requestOf(base, rival.w, r), 0);
  return [
    {
      node: { n, needs: needs.filter((need) => taken(need) >= need.amount) },
      pressure: Math.max(...needs.map((need) => taken(need) / need.amount)),
    },
  ];
}

/** Its own pods that anti-affinity keeps apart do not take room from each other: see `keptAway`. */
function podsOn({ model }: State, most: Int32Array, w: number, rival: Rival, n: number): number {
  const apart = rival.w === w && (model.antiAffinity[w]?.domainOf[n] ?? -1) >= 0;
  return apart ? 0 : Math.min(rival.pods, most[rival.w * model.nodes.length + n] ?? 0);
}

/** The most of these nodes that one workload's pods can fill, each counted by its share. */
function harm(base: State, most: Int32Array, w: number, rival: Rival, nodes: readonly Open[]): number {
  const shares = nodes
    .map(({ n, needs }) => ({
      pods: podsOn(base, most, w, rival, n),
      share: Math.min(1, Math.max(0, ...needs.map(({ r, amount }) => requestOf(base, rival.w, r) / amount))),
    }))
    .sort((a, b) => b.share - a.share);
  let left = rival.pods;
  return shares.reduce((sum, { pods, share }) => {
    const taken = Math.min(left, pods);
    left -= taken;
    return sum + taken * share;
  }, 0);
}

/** The most of these nodes that so many of the workload's own pods can keep others of it away from. */
function keptAway(nodes: readonly Open[], domainOf: Int32Array | undefined, pods: number): number {
  if (domainOf === undefined) {
    return 0;
  }
  const domains = Map.groupBy(
    nodes.filter(({ n }) => (domainOf[n] ?? -1) >= 0),
    ({ n }) => domainOf[n] ?? -1,
  );
  const sizes = [...domains.values()].map(({ length }) => length).sort((a, b) => b - a);
  return sizes.slice(0, Math.max(0, pods)).reduce((sum, size) => sum + size, 0);
}
