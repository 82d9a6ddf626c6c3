import { failoverNodes } from "../failover";
import { cpu, memory, type Model } from "../search/model";
import type { PodCount, State } from "../search/state";
import { failureDomains, quorumOf } from "./failure-domains";
import { hopelessPods } from "./hopeless-pods";
import { lastSurvivingTier, restartNodes } from "./restart-nodes";

/** Pods of a lost domain that matter: those of tiers 0 to 2, and what these must be with. */
export interface LossOutcome {
  /** Where pods start elsewhere, by themselves. */
  readonly starts: readonly PodCount[];
  /** Pods of tiers 0 to 2 that do not, by workload, and whether some plan could let them. */
  readonly waits: readonly { readonly w: number; readonly pods: number; readonly avoidable: boolean }[];
}

/** What a problem's losses have in common, whatever the plan is. */
export interface PossibleLosses {
  readonly model: Model;
  /** The nodes that each loss takes, in the order of `failureDomains`; those after which nothing is scheduled are empty. */
  readonly domains: readonly (readonly number[])[];
  /** See {@link restartNodes}. */
  readonly restartNodes: (w: number) => readonly number[];
  /** The tier of each workload, or that of the most important one that must be with it. */
  readonly tier: Int8Array;
}

export function possibleLosses(model: Model): PossibleLosses {
  const { nodes, workloads, nodeIndex, leader } = model;
  const hasQuorum = quorumOf(nodes);
  const tier = Int8Array.from(workloads, (workload) => workload.tier);
  for (let changed = true; changed;) {
    changed = false;
    leader.forEach((l, w) => {
      if (l >= 0 && (tier[w] ?? 0) < (tier[l] ?? 0)) {
        tier[l] = tier[w] ?? 0;
        changed = true;
      }
    });
  }
  return {
    model,
    domains: failureDomains(model).map((domain) => {
      const lost = domain.nodes.map((name) => nodeIndex.get(name) ?? -1);
      return lost.length < nodes.length && hasQuorum(lost.flatMap((n) => nodes[n] ?? [])) ? lost : [];
    }),
    restartNodes: restartNodes(model),
    tier,
  };
}

/**
 * What starts elsewhere by itself when a node or host is lost, with all else where a plan has it: as kube-scheduler does,
 * which preempts lower tiers but moves nothing else. Pods of tiers 3 and 4 are taken to make room, wherever they are. The
 * lost pods start one after another, the more important first, then those with the fewest nodes to go to, each where the
 * least room is left; a pod that finds none this way counts as waiting, though another order might have served it.
 */
export class LossSimulation {
  readonly #losses: PossibleLosses;
  readonly #state: State;
  readonly #startNodes: (w: number) => readonly number[];
  /** Nodes × resources, and per node: what tiers 0 to 2 and the base leave. */
  readonly #free: Float64Array;
  readonly #slots: Int32Array;

  /** @param startNodes where pods may start, by workload. Default: the planned nodes and those of `failoverNodes`. */
  constructor(losses: PossibleLosses, state: State, startNodes = plannedAndFailover(losses, state)) {
    const { model } = losses;
    const { requests, width } = model;
    this.#losses = losses;
    this.#state = state;
    this.#startNodes = startNodes;
    this.#free = model.capacity.map((capacity, entry) => capacity - (state.usage[entry] ?? 0));
    this.#slots = model.podCapacity.map((pods, n) => pods - (state.pods[n] ?? 0));
    model.nodes.forEach((_, n) => {
      for (const w of state.workloadsOn(n)) {
        if (model.movable[w] === 1 && (losses.tier[w] ?? 0) > lastSurvivingTier) {
          const pods = state.count(w, n);
          this.#slots[n] = (this.#slots[n] ?? 0) + pods;
          for (let r = 0; r < width; r++) {
            this.#free[n * width + r] = (this.#free[n * width + r] ?? 0) + pods * (requests[w * width + r] ?? 0);
          }
        }
      }
    });
  }

  /** Pods that wait though some plan could let them start, summed over all losses. */
  waiting(): number {
    return this.#losses.domains.reduce(
      (sum, lost) => sum + this.lose(lost).waits.reduce((all, { pods, avoidable }) => all + (avoidable ? pods : 0), 0),
      0,
    );
  }

  lose(lost: readonly number[]): LossOutcome {
    const state = this.#state;
    const mark = state.mark();
    const starts: PodCount[] = [];
    const waits: LossOutcome["waits"][number][] = [];
    for (const { w, pods } of this.#takeLost(lost)) {
      const nodes = this.#startNodes(w).filter((n) => !lost.includes(n));
      let missing = pods;
      for (let n = this.#tightest(w, nodes); missing > 0 && n >= 0; n = this.#tightest(w, nodes)) {
        this.#hold(w, n, 1);
        if (this.#isRelated(w)) {
          state.add(w, n);
        }
        starts.push([w, n, 1]);
        missing--;
      }
      if (missing > 0 && (this.#losses.model.workloads[w]?.tier ?? 4) <= lastSurvivingTier) {
        const hopeless = Math.min(missing, this.#hopeless(w, lost));
        waits.push(
          ...[
            { w, pods: missing - hopeless, avoidable: true },
            { w, pods: hopeless, avoidable: false },
          ].filter((some) => some.pods > 0),
        );
      }
    }
    for (const [w, n] of starts) {
      this.#hold(w, n, -1);
    }
    state.undo(mark);
    return { starts, waits };
  }

  /** The lost pods that are to start, in order. What other pods look at is taken off the state. */
  #takeLost(lost: readonly number[]): readonly { readonly w: number; readonly pods: number }[] {
    const { model, tier } = this.#losses;
    const found = new Map<number, number>();
    for (const n of lost) {
      for (const w of this.#state.workloadsOn(n)) {
        const pods = this.#state.count(w, n);
        if (model.movable[w] === 1 && (tier[w] ?? 0) <= lastSurvivingTier) {
          found.set(w, (found.get(w) ?? 0) + pods);
        }
        for (let pod = 0; pod < pods && this.#isRelated(w); pod++) {
          this.#state.remove(w, n);
        }
      }
    }
    const keys = (w: number): readonly number[] => [tier[w] ?? 0, depth(model, w), this.#startNodes(w).length, model.rank[w] ?? 0];
    return [...found]
      .map(([w, pods]) => ({ w, pods, keys: keys(w) }))
      .sort((a, b) => a.keys.reduce((difference, key, i) => difference || key - (b.keys[i] ?? 0), 0));
  }

  /** Pods of the workload that no plan could let survive the loss. */
  #hopeless(w: number, lost: readonly number[]): number {
    const { model, restartNodes: nodesOf } = this.#losses;
    // One pod has one planned node.
    const isTied = model.workloads[w]?.pin === "strict" && model.wanted[w] === 1;
    return isTied ? 1 : hopelessPods(model, w, nodesOf(w), lost);
  }

  /** Of the nodes that can take one more pod, the one with the least room; -1 when there is none. */
  #tightest(w: number, nodes: readonly number[]): number {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const n of nodes) {
      const room = this.#room(n);
      if (room < least && this.#takes(w, n)) {
        best = n;
        least = room;
      }
    }
    return best;
  }

  #takes(w: number, n: number): boolean {
    const { requests, width } = this.#losses.model;
    for (let r = 0; r < width; r++) {
      const request = requests[w * width + r] ?? 0;
      if (request > 0 && request > (this.#free[n * width + r] ?? 0)) {
        return false;
      }
    }
    return (
      (this.#slots[n] ?? 0) > 0 &&
      this.#state.constraintsOf(w).every((constraint) => constraint.couldAllow?.(w, n) ?? true) &&
      this.#state.lastingConstraintsOf(w).every((constraint) => constraint.allows(w, n))
    );
  }

  /** Free CPU and memory of the node, each as a share of what it has. */
  #room(n: number): number {
    const { capacity, width } = this.#losses.model;
    let room = 0;
    for (let r = cpu; r <= memory; r++) {
      room += (this.#free[n * width + r] ?? 0) / Math.max(1, capacity[n * width + r] ?? 0);
    }
    return room;
  }

  #hold(w: number, n: number, pods: number): void {
    const { requests, width } = this.#losses.model;
    this.#slots[n] = (this.#slots[n] ?? 0) - pods;
    for (let r = 0; r < width; r++) {
      this.#free[n * width + r] = (this.#free[n * width + r] ?? 0) - pods * (requests[w * width + r] ?? 0);
    }
  }

  /** Whether a constraint of any pod looks at where the workload's pods are. */
  #isRelated(w: number): boolean {
    const { constraints, followers } = this.#losses.model;
    const group = constraints.groups[constraints.groupOf[w] ?? 0];
    return group !== undefined && (group.concerns.length > 0 || group.counts.length > 0 || followers(w).length > 0);
  }
}

/** By the rules of `failoverNodes`, for the workloads that matter. */
function plannedAndFailover({ model, tier }: PossibleLosses, state: State): (w: number) => readonly number[] {
  const failover = new Map<number, readonly number[]>();
  const found = new Map<number, readonly number[]>();
  for (const w of model.order) {
    if (model.movable[w] === 1 && (tier[w] ?? 0) <= lastSurvivingTier) {
      const planned = state.nodesOf(w);
      const others = failoverNodes({ model, state }, w, planned, (leader) => failover.get(leader) ?? []);
      failover.set(w, others);
      found.set(w, [...planned, ...others]);
    }
  }
  return (w) => found.get(w) ?? [];
}

/** How many workloads it must be with, one through another. */
function depth({ leader }: Model, w: number): number {
  const seen = new Set<number>();
  for (let at = leader[w] ?? -1; at >= 0 && !seen.has(at); at = leader[at] ?? -1) {
    seen.add(at);
  }
  return seen.size;
}
