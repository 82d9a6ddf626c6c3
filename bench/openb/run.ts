import type { Highs } from "highs";
import { performance } from "node:perf_hooks";
import { arrivalOrder } from "./arrivals/arrivals";
import { arrivedBy } from "./arrivals/prefix";
import { boundGpuMilli } from "./bound";
import { checkPlacement } from "./check-placement";
import type { DataSet } from "./data-set";
import { placeOffline } from "./offline/place-offline";
import { bestFit } from "./online/best-fit";
import { allocationCurve } from "./online/curve";
import { fragmentationGradientDescent } from "./online/fgd";
import { typicalPods } from "./online/fragmentation";
import type { Policy } from "./online/policy";
import { simulate } from "./online/simulate";
import { largestDifference } from "./published";
import { clusterGpuMilli, type GpuPod, totalGpuMilli } from "./trace/model";

/** The online policies, by their name on the command line, with their name in the published results. */
export const onlinePolicies = {
  fgd: { publishedAs: "06-FGD", make: (pods: readonly GpuPod[]): Policy => fragmentationGradientDescent(typicalPods(pods)) },
  bestfit: { publishedAs: "05-BestFit", make: (): Policy => bestFit },
} as const;

export type OnlinePolicy = keyof typeof onlinePolicies;

/** Arrivals that the tables show, in per cent of the cluster's GPUs. */
export const shownArrivals = [70, 80, 90, 100, 110, 120, 130] as const;

/** A reproduction holds when no point of the curve is further from the published one, in percentage points. */
export const toleratedDifference = 0.3;

export interface OnlineResult {
  readonly policy: OnlinePolicy;
  /** Allocated GPU in per cent of the cluster's, by per cent arrived. */
  readonly allocation: Readonly<Record<number, number>>;
  readonly podsUnplaced: number;
  readonly seconds: number;
  /** Absent when no result was published for this trace and seed. */
  readonly published?: { readonly allocation: Readonly<Record<number, number>>; readonly largestDifference: number };
}

/** A placement that knew all pods beforehand: not comparable with an online policy, which sees one at a time. */
export interface OfflineResult {
  /** Per cent of the cluster's GPUs that the pods ask for. */
  readonly arrived: number;
  /** Allocated GPU in per cent of the cluster's. */
  readonly allocation: number;
  readonly podsUnplaced: number;
  readonly seconds: number;
}

/** Arrivals at which pods are placed offline, in per cent of the cluster's GPUs. */
const offlineArrivals = [100, 130] as const;

/** What is run on a trace. */
export interface Policies {
  readonly online: readonly OnlinePolicy[];
  readonly offline: boolean;
}

export interface TraceResult {
  readonly trace: string;
  readonly seed: number;
  readonly pods: number;
  /** An upper bound of what any placement can allocate, in per cent of the cluster's GPU, by per cent arrived. */
  readonly bound: Readonly<Record<number, number>>;
  readonly online: readonly OnlineResult[];
  /** Offline, full knowledge. */
  readonly offline: readonly OfflineResult[];
}

/**
 * Runs policies on a trace in the arrival order of a seed.
 * @throws Error when a placement breaks a capacity, which is a fault of the benchmark.
 */
export function runTrace(data: DataSet, highs: Highs, trace: string, seed: number, policies: Policies): TraceResult {
  const pods = data.pods(trace);
  const order = arrivalOrder(data.nodes, pods, seed);
  const arrivals = order.pods.flatMap((index) => pods[index] ?? []);
  const capacity = clusterGpuMilli(data.nodes);
  return {
    trace,
    seed,
    pods: arrivals.length,
    bound: Object.fromEntries(
      shownArrivals.map((percent) => {
        const gpuMilli = boundGpuMilli(highs, data.nodes, arrivals.slice(0, arrivedBy(arrivals, percent, capacity)));
        return [percent, (100 * gpuMilli) / capacity];
      }),
    ),
    online: policies.online.map((policy) => {
      const { publishedAs, make } = onlinePolicies[policy];
      const start = performance.now();
      const { assignments, events } = simulate(data.nodes, order.nodeRanks, arrivals, make(pods));
      const seconds = (performance.now() - start) / 1000;
      assertValid(
        checkPlacement(data.nodes, arrivals, assignments).map(({ path, message }) => `${path}: ${message}`),
        policy,
      );
      const curve = allocationCurve(events, capacity);
      const published = data.published.find((run) => run.trace === trace && run.seed === seed && run.policy === publishedAs);
      return {
        policy,
        allocation: Object.fromEntries(curve),
        podsUnplaced: assignments.filter((assignment) => assignment === undefined).length,
        seconds,
        ...(published === undefined
          ? {}
          : {
              published: {
                allocation: Object.fromEntries(published.allocation),
                largestDifference: largestDifference(published.allocation, curve),
              },
            }),
      };
    }),
    offline: policies.offline ? offlineArrivals.map((percent) => runOffline(data, highs, arrivals, percent)) : [],
  };
}

function runOffline(data: DataSet, highs: Highs, arrivals: readonly GpuPod[], percent: number): OfflineResult {
  const capacity = clusterGpuMilli(data.nodes);
  const pods = arrivals.slice(0, arrivedBy(arrivals, percent, capacity));
  const start = performance.now();
  const assignments = placeOffline(data.nodes, pods, { highs });
  const seconds = (performance.now() - start) / 1000;
  assertValid(
    checkPlacement(data.nodes, pods, assignments).map(({ path, message }) => `${path}: ${message}`),
    "offline",
  );
  const placed = pods.filter((_, index) => assignments[index] !== undefined);
  const gpuMilli = placed.reduce((sum, pod) => sum + totalGpuMilli(pod), 0);
  return { arrived: percent, allocation: (100 * gpuMilli) / capacity, podsUnplaced: pods.length - placed.length, seconds };
}

/** @throws Error when the checker found anything. */
export function assertValid(faults: readonly string[], who: string): void {
  if (faults.length > 0) {
    throw new Error(`the placement of ${who} is not valid:\n${faults.join("\n")}`);
  }
}
