import { noLeader } from "../search/pod-terms";
import type { Model } from "../search/model";
import type { State } from "../search/state";
import { type Effort } from "./effort";
import { exclusionDomains } from "./exclusion";
import { mostPods } from "./most-pods";
import { type Need, needsOf } from "./needs";

/** What sums of shares may be off by, as they are fractions. */
const tolerance = 1e-9;

/** Says whether a workload is proven safe; steps count against the effort. */
export type SafetyProof = (w: number, effort: Effort) => boolean;

/**
 * Whether every pod of a workload finds a node with room, whatever the scheduler chose for all others before. Sound, and not
 * complete: `false` says nothing.
 *
 * A full node is filtered out and another allowed one taken, so a pod waits only when *all* of its nodes are full for it.
 * A node becomes full by pods that are allowed there, of its own tier or a more important one: the others would be
 * preempted. Each such pod is on one node only. It takes some share of what has to go for the node to be full, at most
 * all of it; or, having the same host port or being kept apart by anti-affinity, it closes its node or its whole domain. When
 * the shares of all pods together, each on the node where it does most harm, are less than the number of nodes, one node
 * has room.
 *
 * @param base What is there whatever the scheduler chooses.
 */
export function safetyProof(base: State): SafetyProof {
  const most = mostPods(base);
  const { nodes, workloads } = base.model;
  const able = nodes.map((_, n) => workloads.flatMap((__, w) => (mostOf(base, most, w, n) > 0 ? [w] : [])));
  return (w, effort) => isProvenSafe(base, most, able, w, effort);
}

/**
 * @param most How many pods of each workload can be on each node: see `mostPods`.
 * @param able By node, the workloads of which that is any.
 */
function isProvenSafe(base: State, most: Int32Array, able: readonly (readonly number[])[], w: number, effort: Effort): boolean {
  if (!isUnderstood(base.model, w)) {
    return false;
  }
  const needed = neededNodes(base, w);
  if (needed === undefined) {
    return false;
  }
  const closed = closedNodes(base, w);
  const rivals = rivalsOf(base, most, able, w, new Set(needed.sets.flat()));
  return needed.sets.every((set) => {
    const nodes = set.filter((n) => !closed.has(n));
    const counted = rivals.map((rival) => (rival.w === w ? { ...rival, pods: ownPods(base.model, rival, needed.own, set) } : rival));
    return cannotBeFull(base, most, w, counted, nodes, effort);
  });
}

/** Whether the proof knows every way in which other pods can keep a pod of the workload off a node. */
function isUnderstood({ constraints: { groups, groupOf, prepared } }: Model, w: number): boolean {
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
  /** It is full for the pod when any one of these is taken. */
  readonly needs: readonly Need[];
}

/** A workload whose pods can keep a pod of this one off a node. */
interface Rival {
  readonly w: number;
  /** How many pods of it can do so. */
  readonly pods: number;
  /** Where they do so by being there: see {@link exclusionDomains}. */
  readonly excluded: Int32Array | undefined;
  /** Domains of `excluded` that they can be in. */
  readonly reaches: ReadonlySet<number>;
}

/** Up to so many ways in which nodes can become full are looked at one by one; more are looked at as one. */
const maxWays = 256;

/** @param nodes of which one with room is enough. */
function cannotBeFull(
  base: State,
  most: Int32Array,
  w: number,
  rivals: readonly Rival[],
  nodes: readonly number[],
  effort: Effort,
): boolean {
  const open = nodes
    .flatMap((n) => openNode(base, most, w, n, rivals))
    .sort((a, b) => a.pressure - b.pressure || a.node.n - b.node.n)
    .map(({ node }) => node);
  effort.left -= nodes.length * rivals.length;
  return open.some((_, last) => {
    const some = open.slice(0, last + 1);
    return waysToFill(some).every((way) => {
      effort.left -= way.length * rivals.length;
      return effort.left > 0 && rivals.reduce((sum, rival) => sum + harm(base, most, rival, way), 0) + tolerance < some.length;
    });
  });
}

/** Which of the needs is the scarce one on each node: every combination. */
function waysToFill(nodes: readonly Open[]): readonly (readonly Open[])[] {
  // What cannot be taken is scarce nowhere; such a node is kept, as one that only mere presence harms.
  const options = nodes.map(({ n, needs }) => (needs.length === 0 ? [{ n, needs }] : needs.map((need) => ({ n, needs: [need] }))));
  return options.reduce((ways, { length }) => ways * length, 1) > maxWays
    ? [nodes]
    : options.reduce<readonly (readonly Open[])[]>((ways, nodeWays) => ways.flatMap((way) => nodeWays.map((one) => [...way, one])), [[]]);
}

/** Workloads whose pods can keep a pod of this one off one of the nodes, itself among them. */
function rivalsOf(
  base: State,
  most: Int32Array,
  able: readonly (readonly number[])[],
  w: number,
  nodes: ReadonlySet<number>,
): readonly Rival[] {
  const { model } = base;
  const there = new Set([...nodes].flatMap((n) => able[n] ?? []));
  const tier = model.workloads[w]?.tier ?? 0;
  return model.workloads.flatMap((rival, other) => {
    const pods = (model.wanted[other] ?? 0) - Number(other === w);
    if (model.movable[other] !== 1 || pods <= 0 || (rival.tier > tier && other !== model.leader[w])) {
      return [];
    }
    const excluded = exclusionDomains(model, w, other);
    const reached = excluded?.filter((_, n) => mostOf(base, most, other, n) > 0) ?? [];
    const reaches = new Set([...reached].filter((domain) => domain >= 0));
    const harms = there.has(other) || [...nodes].some((n) => reaches.has(excluded?.[n] ?? -1));
    return harms ? [{ w: other, pods, excluded, reaches }] : [];
  });
}

/**
 * Of the workload's own pods, those that can matter for one of the nodes: as many as there are among them, or all when one
 * elsewhere can close one of them.
 */
function ownPods(model: Model, { w, pods, excluded }: Rival, among: number, nodes: readonly number[]): number {
  const inside = new Set(nodes);
  const domains = new Set(nodes.map((n) => excluded?.[n] ?? -1));
  const isElsewhere = (n: number): boolean => !inside.has(n) && model.admits(w, n) && (excluded?.[n] ?? -1) >= 0;
  return model.nodes.some((_, n) => isElsewhere(n) && domains.has(excluded?.[n] ?? -1)) ? pods : among;
}

/** Nothing when the node is full from the start. Its pressure is the largest share of a need that could be taken. */
function openNode(
  base: State,
  most: Int32Array,
  w: number,
  n: number,
  rivals: readonly Rival[],
): readonly { readonly node: Open; readonly pressure: number }[] {
  const needs = needsOf(base, w, n);
  if (needs === undefined) {
    return [];
  }
  const taken = ({ takes }: Need): number => rivals.reduce((sum, rival) => sum + podsOn(base, most, rival, n) * takes(rival.w), 0);
  const excluding = rivals.filter(({ excluded, reaches }) => reaches.has(excluded?.[n] ?? -1)).length;
  return [
    {
      node: { n, needs: needs.filter((need) => taken(need) >= need.amount) },
      pressure: excluding + Math.max(...needs.map((need) => taken(need) / need.amount)),
    },
  ];
}

/** Nodes that what is there whatever the scheduler chooses keeps the workload off. */
function closedNodes(base: State, w: number): ReadonlySet<number> {
  const { model } = base;
  return new Set(
    model.workloads.flatMap((_, other) => {
      const excluded = base.nodeCount(other) === 0 ? undefined : exclusionDomains(model, w, other);
      const domains = new Set(base.nodesOf(other).map((m) => excluded?.[m] ?? -1));
      return excluded === undefined
        ? []
        : model.nodes.flatMap((__, n) => ((excluded[n] ?? -1) >= 0 && domains.has(excluded[n] ?? -1) ? [n] : []));
    }),
  );
}

/** Pods of the rival that can be on the node and take room there; where their presence is enough, room does not matter. */
function podsOn(base: State, most: Int32Array, rival: Rival, n: number): number {
  return (rival.excluded?.[n] ?? -1) >= 0 ? 0 : Math.min(rival.pods, mostOf(base, most, rival.w, n));
}

function mostOf({ model }: State, most: Int32Array, w: number, n: number): number {
  return most[w * model.nodes.length + n] ?? 0;
}

/**
 * The most of these nodes that one workload's pods can close: each by its share of what is scarce, or by being in a domain,
 * which a second pod in it does not do once more.
 */
function harm(base: State, most: Int32Array, rival: Rival, nodes: readonly Open[]): number {
  const { excluded, reaches } = rival;
  const inDomains = Map.groupBy(
    nodes.filter(({ n }) => reaches.has(excluded?.[n] ?? -1)),
    ({ n }) => excluded?.[n] ?? -1,
  );
  inDomains.delete(-1);
  const harms = [
    ...[...inDomains.values()].map(({ length }) => ({ pods: 1, share: length })),
    ...nodes.map(({ n, needs }) => ({
      pods: podsOn(base, most, rival, n),
      share: Math.min(1, Math.max(0, ...needs.map(({ takes, amount }) => takes(rival.w) / amount))),
    })),
  ].sort((a, b) => b.share - a.share);
  let left = rival.pods;
  return harms.reduce((sum, { pods, share }) => {
    const taken = Math.min(left, pods);
    left -= taken;
    return sum + taken * share;
  }, 0);
}
