import { roundToWhole } from "../../../infra/placement/aggregate/round-to-whole";
import { fits } from "../node-state";
import { totalGpuMilli } from "../trace/model";
import { nodeShapes, podShapes } from "../trace/shapes";
import type { FractionalPowerPlan } from "./bound";
import { type PowerPacking, wattsLeftUnused } from "./power-packing";

/**
 * Places pods as the linear program divides them: of each pod shape so many to each node shape, rounded; those with most
 * GPU first, each on the node that then draws fewest watts more. What remains goes wherever that is least.
 */
export function guidedPowerStart(packing: PowerPacking, plan: FractionalPowerPlan): void {
  const pods = podShapes(packing.pods);
  const nodes = nodeShapes(packing.nodes);
  const nodesOf = nodes.shapes.map((_, shape) => [...packing.nodes.keys()].filter((node) => nodes.shapeOf[node] === shape));
  const podsOf = pods.shapes.map((): number[] => []);
  pods.shapeOf.forEach((shape, pod) => podsOf[shape]?.push(pod));
  const size = (shape: number): readonly [number, number] => {
    const pod = pods.shapes[shape];
    return pod === undefined ? [0, 0] : [totalGpuMilli(pod), pod.cpuMilli];
  };
  const bySize = [...pods.shapes.keys()].sort((a, b) => size(b)[0] - size(a)[0] || size(b)[1] - size(a)[1] || a - b);
  const rest: number[] = [];
  for (const shape of bySize) {
    const waiting = podsOf[shape] ?? [];
    roundToWhole(plan.pods[shape] ?? [], waiting.length).forEach((quota, nodeShape) => {
      for (const pod of waiting.splice(0, quota)) {
        if (!placeAtLeastWatts(packing, pod, nodesOf[nodeShape] ?? [])) {
          rest.push(pod);
        }
      }
    });
    rest.push(...waiting);
  }
  const everyNode = [...packing.nodes.keys()];
  rest.forEach((pod) => placeAtLeastWatts(packing, pod, everyNode));
}

/** Places a pod where it adds fewest watts, among equals where least of what is awake stays unused. */
function placeAtLeastWatts(packing: PowerPacking, index: number, nodes: readonly number[]): boolean {
  const pod = packing.pods[index];
  let best: { readonly node: number; readonly watts: number; readonly unused: number } | undefined;
  for (const node of nodes) {
    const state = packing.state(node);
    if (pod !== undefined && fits(state, pod)) {
      const watts = packing.wattsAdded(pod, node);
      const unused = wattsLeftUnused(state, pod);
      if (best === undefined || watts < best.watts || (watts === best.watts && unused < best.unused)) {
        best = { node, watts, unused };
      }
    }
  }
  return best !== undefined && packing.tryPlace(index, best.node);
}
