import type { Workload } from "../../workloads/workload";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { placeBase } from "../search/base";
import { buildModel } from "../search/model";
import { rankLevels } from "../search/search";
import { State } from "../search/state";
import type { MovePlan } from "./move-document";
import { planMoves } from "./move-plan";

/** What of one workload runs at the moment. */
export interface RunningNow {
  /** Pods that it is to have by its controller's word. */
  readonly replicas: number;
  /** Pods by node, without those that have none. */
  readonly current: Readonly<Record<string, number>>;
  /** What each of its pods requests. */
  readonly requests: { readonly cpuMilli: number; readonly memoryBytes: number };
}

/** Pods by node. */
type Counts = Readonly<Record<string, number>>;

/**
 * The steps from what runs now to a plan that was made earlier, such as when its first steps have been carried out. The
 * plan itself is not made anew: it is what nodes and policies were told. A pod on any of its workload's planned nodes
 * stays, however many the plan has there.
 *
 * @param planned pods by node of every workload by its id.
 * @param live by id; what is missing here is taken from the problem.
 */
export function movesFromLive(
  problem: PlacementProblem,
  planned: ReadonlyMap<string, Counts>,
  live: ReadonlyMap<string, RunningNow>,
  workloads: readonly Workload[],
): MovePlan {
  const rows = problem.workloads.map((row) => runningRow(row, live.get(row.id)));
  const posed = { ...problem, workloads: rows };
  const model = buildModel(posed);
  const ranked = rankLevels(model);
  const state = new State(model, ranked.levels);
  placeBase(state);
  model.workloads.forEach((row, w) => {
    if (row.mode === "replicas") {
      for (const [node, pods] of Object.entries(targetOf(row, planned.get(row.id) ?? {}))) {
        for (let pod = 0; pod < pods; pod++) {
          state.add(w, model.nodeIndex.get(node) ?? -1);
        }
      }
    }
  });
  return planMoves(posed, { model, ranked, state }, workloads);
}

function runningRow(row: PlacementWorkload, now: RunningNow | undefined): PlacementWorkload {
  return row.mode !== "replicas" || now === undefined
    ? row
    : { ...row, replicas: now.replicas, current: now.current, currentRequests: now.requests };
}

/** Where a workload's pods end: those on planned nodes stay, the others fill up what the plan has. */
export function targetOf({ replicas, current }: Pick<PlacementWorkload, "replicas" | "current">, planned: Counts): Counts {
  const target: Record<string, number> = {};
  let left = replicas;
  const put = (node: string, pods: number): void => {
    if (pods > 0) {
      target[node] = (target[node] ?? 0) + pods;
      left -= pods;
    }
  };
  const nodes = Object.keys(planned).sort();
  // As many as are planned there first, so that of too many pods those go that the plan does not have.
  nodes.forEach((node) => {
    put(node, Math.min(left, current[node] ?? 0, planned[node] ?? 0));
  });
  nodes.forEach((node) => {
    put(node, Math.min(left, (current[node] ?? 0) - (target[node] ?? 0)));
  });
  nodes.forEach((node) => {
    put(node, Math.min(left, (planned[node] ?? 0) - (target[node] ?? 0)));
  });
  // An autoscaler may want more than the plan counted on.
  for (let next = 0; left > 0 && nodes.length > 0; next++) {
    put(nodes[next % nodes.length] ?? "", 1);
  }
  return target;
}
