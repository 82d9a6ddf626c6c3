import type { Assignment } from "../online/simulate";
import type { GpuNode, GpuPod } from "../trace/model";
import type { FractionalPowerPlan } from "./bound";
import { guidedPowerStart } from "./guided-start";
import { improvePower } from "./improve";
import { PowerPacking } from "./power-packing";

/** Rounds of ruin and recreate. */
export const powerRounds = 150_000;

/**
 * Places pods that are all known beforehand at few watts: as the bound's linear program divides them among node shapes,
 * then improved. Starts from the placement given instead when not all pods find room that way.
 * @param known a valid placement of all the pods
 */
export function placeAtFewWatts(
  nodes: readonly GpuNode[],
  pods: readonly GpuPod[],
  plan: FractionalPowerPlan,
  known: readonly Assignment[],
  emptyNodesSleep: boolean,
  rounds: number = powerRounds,
): Assignment[] {
  let packing = new PowerPacking(nodes, pods, emptyNodesSleep);
  guidedPowerStart(packing, plan);
  if (packing.unplaced > 0) {
    packing = new PowerPacking(nodes, pods, emptyNodesSleep);
    const podsOf = nodes.map((): { pod: number; devices: readonly number[] }[] => []);
    known.forEach(({ node, devices }, pod) => podsOf[node]?.push({ pod, devices }));
    podsOf.forEach((placed, node) => {
      packing.restore(node, placed);
    });
  }
  improvePower(packing, rounds);
  const assignments = [...known];
  nodes.forEach((_, node) => {
    packing.podsOn(node).forEach(({ pod, devices }) => {
      assignments[pod] = { node, devices };
    });
  });
  return assignments;
}
