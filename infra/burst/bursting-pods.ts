import type { PlacementWorkload } from "../placement/problem";
import type { Assignment } from "../placement/search/assign";
import { placementWorkloadOf } from "../stack/placement-workload";
import type { Workload } from "../workloads/workload";
import type { BurstLoadName } from "./burst-document";

/** What runs on rented nodes alone, under a load. */
export function podsAsked(workloads: readonly Workload[], load: BurstLoadName): readonly PlacementWorkload[] {
  return workloads.flatMap((workload) => {
    const replicas = workload.burst === "only" ? podsUnder(workload, load) : 0;
    return replicas === 0 ? [] : [{ ...placementWorkloadOf(workload, [workload]), replicas }];
  });
}

/** What may burst, and has no place at home by this plan. */
export function podsPushed(workloads: readonly Workload[], { model, state }: Assignment): readonly PlacementWorkload[] {
  const candidates = new Set(workloads.filter(({ burst }) => burst === "instead").map(({ id }) => id));
  return model.workloads.flatMap((workload, w) => {
    const replicas = state.unplaced(w);
    return replicas > 0 && candidates.has(workload.id) ? [burstingPods(workload, replicas)] : [];
  });
}

/** So many pods of a workload, on rented nodes: neither target nor what runs at home counts there. */
export function burstingPods(workload: PlacementWorkload, replicas: number): PlacementWorkload {
  return { ...workload, replicas, target: [], current: {} };
}

function podsUnder({ replicas, scaling }: Workload, load: BurstLoadName): number {
  return scaling === undefined || load === "normal" ? replicas : load === "peak" ? scaling.maxReplicas : scaling.minReplicas;
}
