import type { Assignment } from "../search/assign";

/** What of one workload is still to be done; nodes by index. */
export interface Remaining {
  readonly w: number;
  /** Pods that have to go, by node. One that only gets other requests goes from its node and arrives there. */
  readonly leaving: Map<number, number>;
  /** Pods that have to come, by node. */
  readonly arriving: Map<number, number>;
  /** Of those that go, how many have no successor. */
  ends: number;
  /** Of those that come, how many have no predecessor. */
  starts: number;
  /** Pods that were stopped to make room and are to start again. */
  stopped: number;
}

/** Everything that is to be done; workloads with nothing are left out. DaemonSets and what is fixed have nothing. */
export function remainingOf({ model, state }: Assignment): readonly Remaining[] {
  return model.workloads.flatMap(({ mode, requests, currentRequests }, w) => {
    if (mode !== "replicas") {
      return [];
    }
    const changes =
      currentRequests !== undefined &&
      (currentRequests.cpuMilli !== requests.cpuMilli || currentRequests.memoryBytes !== requests.memoryBytes);
    const leaving = new Map<number, number>();
    const arriving = new Map<number, number>();
    // Ascending, as the order in which a map keeps its keys is the order of the actions.
    const nodes = new Set([...model.runningNodes(w), ...state.nodesOf(w)]);
    [...nodes]
      .sort((a, b) => a - b)
      .forEach((n) => {
        const before = model.running(w, n);
        const after = state.count(w, n);
        const staying = changes ? 0 : Math.min(before, after);
        setCount(leaving, n, before - staying);
        setCount(arriving, n, after - staying);
      });
    const surplus = total(leaving) - total(arriving);
    return leaving.size + arriving.size === 0
      ? []
      : [{ w, leaving, arriving, ends: Math.max(0, surplus), starts: Math.max(0, -surplus), stopped: 0 }];
  });
}

export function setCount(counts: Map<number, number>, n: number, pods: number): void {
  if (pods > 0) {
    counts.set(n, pods);
  } else {
    counts.delete(n);
  }
}

export function addCount(counts: Map<number, number>, n: number, pods: number): void {
  setCount(counts, n, (counts.get(n) ?? 0) + pods);
}

export function total(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, pods) => sum + pods, 0);
}

/** The nodes that have any, in the order of their names. */
export function nodesOf(counts: ReadonlyMap<number, number>): number[] {
  return [...counts.keys()].sort((a, b) => a - b);
}
