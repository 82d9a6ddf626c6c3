import type { PlacementWorkload } from "../problem";
import type { Assignment } from "../search/assign";
import type { Action } from "./attempt";

/** Actions in a row that do the same with pods of one workload, as one step. Nodes by name. */
export interface OrderedStep {
  readonly workload: PlacementWorkload;
  readonly kind: Action["kind"];
  readonly pods: number;
  /** How many go at the same time: all of them where nothing takes their place. */
  readonly atOnce: number;
  readonly from?: string;
  readonly to?: string;
  /** Pods of the workload that run before the step. */
  readonly running: number;
}

/** Joins what is done in a row to pods of one workload between the same nodes, so many at a time. */
export function joinSteps({ model }: Assignment, actions: readonly Action[]): readonly OrderedStep[] {
  const steps: OrderedStep[] = [];
  for (const { w, kind, pods, from, to, running } of actions) {
    const workload = model.workloads[w];
    const last = steps.at(-1);
    const nodes = {
      ...(from === undefined ? {} : { from: model.nodes[from]?.name ?? "" }),
      ...(to === undefined ? {} : { to: model.nodes[to]?.name ?? "" }),
    };
    if (workload === undefined) {
      continue;
    }
    if (last?.workload === workload && last.kind === kind && last.from === nodes.from && last.to === nodes.to) {
      if (kind !== "move") {
        steps.splice(-1, 1, { ...last, pods: last.pods + pods, atOnce: last.atOnce + pods });
        continue;
      }
      // All but the last lot are of the same size.
      if (last.pods % last.atOnce === 0 && pods <= last.atOnce) {
        steps.splice(-1, 1, { ...last, pods: last.pods + pods });
        continue;
      }
    }
    steps.push({ workload, kind, pods, atOnce: pods, ...nodes, running });
  }
  return steps;
}
