import type { FractionalPlan } from "../bound";
import type { Assignment } from "../online/simulate";
import type { GpuNode, GpuPod } from "../trace/model";
import { guidedStart } from "./guided-start";
import { improve } from "./improve";
import { Packing } from "./packing";

/** Rounds of ruin and recreate. */
const rounds = 60_000;

/**
 * Places pods that are all known beforehand: as the bound's linear program divides them among node shapes, then
 * repaired. GPU counts first, then CPU-only pods.
 * @returns one for each pod; undefined for one that has no node
 */
export function placeOffline(nodes: readonly GpuNode[], pods: readonly GpuPod[], plan: FractionalPlan): (Assignment | undefined)[] {
  const packing = new Packing(nodes, pods);
  guidedStart(packing, plan);
  improve(packing, rounds);
  const assignments: (Assignment | undefined)[] = pods.map(() => undefined);
  nodes.forEach((_, node) => {
    packing.podsOn(node).forEach(({ pod, devices }) => {
      assignments[pod] = { node, devices };
    });
  });
  return assignments;
}
