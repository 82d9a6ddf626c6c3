import type { Relaxation } from "../certificate/relaxation";
import { hopelessPods, mayBeHopeless } from "../loss/hopeless-pods";
import { LossSimulation, possibleLosses, type PossibleLosses } from "../loss/loss-simulation";
import { lastSurvivingTier } from "../loss/restart-nodes";
import type { Model } from "../search/model";
import { isLarge } from "../search/size";
import { shared } from "../search/topology";
import type { Objective } from "./objective";

/**
 * Nodes times workloads up to which the search looks at survival: the losses are simulated anew for every step that is
 * better in all else. It is as far as plans are proven. Of a larger problem the value is simulated once, for the report.
 */
const searchedPairs = 4_000;

const lossesOf = cached(possibleLosses);

/**
 * Pods of tiers 0 to 2 that would wait after a loss, summed over the losses of every node and of every host that carries
 * several: what `LossSimulation` cannot start elsewhere by itself. Not counted is what no plan can save: fixed pods,
 * DaemonSets, pods that may use no other node, those of a workload that keeps its pods apart and has no domain left for
 * them, and losses after which too few control planes are left to schedule anything.
 */
export const surviveLoss: Objective = {
  name: "survive-loss",
  levels: (model) => {
    const { problem } = model;
    if (problem.nodes.length * problem.workloads.length > searchedPairs) {
      return [{}];
    }
    return [{ whole: (state) => new LossSimulation(lossesOf(model), state).waiting() }];
  },
  measure: (state) => new LossSimulation(lossesOf(state.model), state).waiting(),
  bound: (relaxation) => {
    const demands = demandsOf(relaxation);
    return lossesOf(relaxation.model).domains.reduce(
      (sum, lost) => sum + (lost.length === 0 ? 0 : demands.reduce((most, demand) => Math.max(most, overflow(demand, lost)), 0)),
      0,
    );
  },
};

/** Pods that need room on a set of nodes, whichever node is lost, and one resource. */
interface Demand {
  readonly nodes: ReadonlySet<number>;
  readonly room: number;
  readonly roomOn: (n: number) => number;
  /** The pods that fit into an amount, the smallest first. */
  readonly fitting: (amount: number) => number;
  readonly pods: number;
  readonly amount: number;
  /** Pods that no plan can let survive the loss. */
  readonly hopeless: (lost: readonly number[]) => number;
}

/** Sets of nodes that are looked at in a large problem: those that the most workloads may use. */
const mostSets = 100;

/** One for every set of nodes that workloads may use, and resource: all whose nodes lie within the set. */
function demandsOf({ model, free, basePods, capacity }: Relaxation): readonly Demand[] {
  const { requests, width } = model;
  const { restartNodes: restart, domains } = lossesOf(model);
  const mostLost = domains.reduce((most, { length }) => Math.max(most, length), 0);
  const used = new Float64Array(model.nodes.length * width);
  for (const [w, n, pods] of basePods) {
    for (let r = 0; r < width; r++) {
      used[n * width + r] = (used[n * width + r] ?? 0) + pods * (requests[w * width + r] ?? 0);
    }
  }
  const setOf = shared((key: string): ReadonlySet<number> => new Set(key === "" ? [] : key.split(",").map(Number)));
  const usable = shared((workloadClass: number) => {
    const w = model.classes.workloadClass.indexOf(workloadClass);
    return setOf([...model.nodes.keys()].filter((n) => model.mayUse(w, n)).join());
  });
  const concerned = free.filter(({ w }) => {
    const { tier = 4, pin = "strict" } = model.workloads[w] ?? {};
    return tier <= lastSurvivingTier && pin !== "strict" && restart(w).length > 0;
  });
  const groups = [...Map.groupBy(concerned, ({ w }) => usable(model.classes.workloadClass[w] ?? 0))];
  const largest = isLarge(model) ? groups.toSorted(([, a], [, b]) => b.length - a.length).slice(0, mostSets) : groups;
  return largest.flatMap(([nodes]) => {
    const inside = groups
      .filter(([others]) => others.size <= nodes.size && [...others].every((n) => nodes.has(n)))
      .flatMap(([, members]) => members);
    const pods = inside.reduce((sum, each) => sum + each.pods, 0);
    const fragile = inside.filter(({ w }) => mayBeHopeless(model, w, restart(w), mostLost));
    const hopeless = (lost: readonly number[]): number => fragile.reduce((sum, { w }) => sum + hopelessPods(model, w, restart(w), lost), 0);
    return model.resources.map((_, r): Demand => {
      const roomOn = (n: number): number => Math.max(0, capacity(n, r) - (used[n * width + r] ?? 0));
      const room = [...nodes].reduce((sum, n) => sum + roomOn(n), 0);
      return {
        nodes,
        room,
        roomOn,
        pods,
        ...smallestFirst(inside.map((each) => [requests[each.w * width + r] ?? 0, each.pods])),
        hopeless,
      };
    });
  });
}

/** @param sizes What one pod of each workload requests, and how many there are. */
function smallestFirst(sizes: readonly (readonly [request: number, pods: number])[]): Pick<Demand, "amount" | "fitting"> {
  const sorted = sizes.toSorted(([a], [b]) => a - b);
  return {
    amount: sorted.reduce((sum, [request, pods]) => sum + request * pods, 0),
    fitting: (amount) => {
      let left = amount;
      let fitting = 0;
      for (const [request, pods] of sorted) {
        const fit = request === 0 ? pods : Math.min(pods, Math.floor(left / request));
        fitting += fit;
        left -= fit * request;
        if (fit < pods) {
          break;
        }
      }
      return fitting;
    },
  };
}

/** Pods that do not fit on what is left of the set, splitting allowed, though they could start outside of what is lost. */
function overflow({ nodes, room, roomOn, pods, amount, fitting, hopeless }: Demand, lost: readonly number[]): number {
  const left = lost.reduce((sum, n) => sum - (nodes.has(n) ? roomOn(n) : 0), room);
  return amount <= left ? 0 : Math.max(0, pods - hopeless(lost) - fitting(left));
}

/** Remembers what was made of the last model asked about. */
function cached(make: (model: Model) => PossibleLosses): (model: Model) => PossibleLosses {
  const made = new WeakMap<Model, PossibleLosses>();
  return (model) => {
    const known = made.get(model) ?? make(model);
    made.set(model, known);
    return known;
  };
}
