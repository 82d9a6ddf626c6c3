import type { Highs } from "highs";
import { performance } from "node:perf_hooks";
import { arrivalOrder } from "../arrivals/arrivals";
import { arrivedBy } from "../arrivals/prefix";
import { checkPlacement } from "../check-placement";
import type { DataSet } from "../data-set";
import { type Assignment, simulate } from "../online/simulate";
import { assertValid, onlinePolicies, type OnlinePolicy } from "../run";
import { clusterGpuMilli, type GpuNode, type GpuPod, totalGpuMilli } from "../trace/model";
import { boundWatts } from "./bound";
import { placeAtFewWatts } from "./place-power";
import { placementWatts } from "./placement-watts";

/** Arrivals at which power is measured, in per cent of the cluster's GPUs. */
export const powerArrivals: readonly number[] = [20, 30, 40, 50, 60, 70, 80];

/** One model of power at one arrival: watts of the whole cluster. */
export interface PowerComparison {
  /** False is the published model, in which a node without pods draws its idle watts. */
  readonly emptyNodesSleep: boolean;
  readonly fgdWatts: number;
  readonly bestFitWatts: number;
  /** Of the pods that FGD has placed, placed offline with full knowledge. */
  readonly offlineWatts: number;
  /** No placement of the pods that FGD has placed draws less. */
  readonly boundWatts: number;
  readonly offlineSeconds: number;
}

export interface PowerResult {
  /** Per cent of the cluster's GPUs that the pods ask for. */
  readonly arrived: number;
  /** Allocated GPU in per cent of the cluster's; the same for the offline placement, which runs FGD's pods. */
  readonly fgdAllocation: number;
  readonly bestFitAllocation: number;
  readonly podsUnplaced: number;
  /** Without and with sleep. */
  readonly comparisons: readonly PowerComparison[];
}

export interface PowerTraceResult {
  readonly trace: string;
  readonly seed: number;
  readonly results: readonly PowerResult[];
}

/**
 * Watts of FGD, BestFit and an offline placement of the same pods, beside a lower bound.
 * @param progress told what is being worked on
 * @throws Error when a placement breaks a capacity or draws less than the bound, which is a fault of the benchmark
 */
export function runPower(
  data: DataSet,
  highs: Highs,
  trace: string,
  seed: number,
  arrivals: readonly number[],
  progress: (text: string) => void,
): PowerTraceResult {
  const pods = data.pods(trace);
  const order = arrivalOrder(data.nodes, pods, seed);
  const capacity = clusterGpuMilli(data.nodes);
  const all = order.pods.flatMap((index) => pods[index] ?? []);
  const arriving = all.slice(0, arrivedBy(all, Math.max(0, ...arrivals), capacity));
  const online = (policy: OnlinePolicy): readonly (Assignment | undefined)[] => {
    progress(`${trace}, seed ${seed}: ${policy}…`);
    return simulate(data.nodes, order.nodeRanks, arriving, onlinePolicies[policy].make(pods)).assignments;
  };
  const fgd = online("fgd");
  const bestFit = online("bestfit");
  // Nothing leaves, so the first pods stand where they would if no others came.
  const results = arrivals.map((arrived) => {
    const count = arrivedBy(arriving, arrived, capacity);
    progress(`${trace}, seed ${seed}: offline at ${arrived} % arrived…`);
    return {
      arrived,
      ...compare(data.nodes, highs, arriving.slice(0, count), fgd.slice(0, count), bestFit.slice(0, count)),
    };
  });
  return { trace, seed, results };
}

function compare(
  nodes: readonly GpuNode[],
  highs: Highs,
  pods: readonly GpuPod[],
  fgd: readonly (Assignment | undefined)[],
  bestFit: readonly (Assignment | undefined)[],
): Omit<PowerResult, "arrived"> {
  const allocation = (assignments: readonly (Assignment | undefined)[]): number =>
    (100 * pods.reduce((sum, pod, index) => sum + (assignments[index] === undefined ? 0 : totalGpuMilli(pod)), 0)) / clusterGpuMilli(nodes);
  const known = fgd.flatMap((assignment) => assignment ?? []);
  const placed = pods.filter((_, index) => fgd[index] !== undefined);
  const checkedWatts = (of: readonly GpuPod[], where: readonly (Assignment | undefined)[], sleep: boolean, who: string): number => {
    assertValid(
      checkPlacement(nodes, of, where).map(({ path, message }) => `${path}: ${message}`),
      who,
    );
    return placementWatts(nodes, of, where, sleep);
  };
  return {
    fgdAllocation: allocation(fgd),
    bestFitAllocation: allocation(bestFit),
    podsUnplaced: pods.length - placed.length,
    comparisons: [false, true].map((emptyNodesSleep) => {
      const plan = boundWatts(highs, nodes, placed, emptyNodesSleep);
      if (plan === undefined) {
        throw new Error("the bound says that the pods that FGD has placed cannot run");
      }
      const start = performance.now();
      const offline = placeAtFewWatts(nodes, placed, plan, known, emptyNodesSleep);
      const offlineSeconds = (performance.now() - start) / 1000;
      if (offline.length !== placed.length) {
        throw new Error("the offline placement left out a pod");
      }
      const comparison = {
        emptyNodesSleep,
        fgdWatts: checkedWatts(pods, fgd, emptyNodesSleep, "fgd"),
        bestFitWatts: checkedWatts(pods, bestFit, emptyNodesSleep, "bestfit"),
        offlineWatts: checkedWatts(placed, offline, emptyNodesSleep, "offline"),
        boundWatts: plan.watts,
        offlineSeconds,
      };
      if (Math.min(comparison.offlineWatts, comparison.fgdWatts) < plan.watts) {
        throw new Error(`a placement draws less than the bound of ${plan.watts} W`);
      }
      return comparison;
    }),
  };
}
