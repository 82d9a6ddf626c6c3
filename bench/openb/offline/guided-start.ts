import type { FractionalPlan } from "../bound";
import { idleGpuMilli } from "../node-state";
import { totalGpuMilli } from "../trace/model";
import { nodeShapes, podShapes } from "../trace/shapes";
import type { Packing } from "./packing";

/**
 * Places pods as the linear program divides them: of each pod shape so many to each node shape, rounded. Whole GPUs come
 * first, larger shares before smaller ones; a pod goes to the node of its shape with the most CPU left for each idle GPU,
 * so that pods with much CPU spread and none strands GPUs. What remains goes wherever it fits, CPU-only pods last.
 */
export function guidedStart(packing: Packing, plan: FractionalPlan): void {
  const pods = podShapes(packing.pods);
  const nodes = nodeShapes(packing.states.map(({ node }) => node));
  const nodesOf = nodes.shapes.map((_, shape) => packing.states.flatMap((_state, node) => (nodes.shapeOf[node] === shape ? [node] : [])));
  const podsOf = pods.shapes.map((): number[] => []);
  pods.shapeOf.forEach((shape, pod) => podsOf[shape]?.push(pod));
  const bySize = [...pods.shapes.keys()].sort((a, b) => {
    const [first, second] = [pods.shapes[a], pods.shapes[b]];
    return first === undefined || second === undefined
      ? 0
      : totalGpuMilli(second) - totalGpuMilli(first) || second.cpuMilli - first.cpuMilli;
  });
  for (const shape of bySize) {
    const quotas = roundToWhole(plan.pods[shape] ?? [], podsOf[shape]?.length ?? 0);
    quotas.forEach((quota, nodeShape) => {
      for (let placed = 0; placed < quota; placed++) {
        const pod = podsOf[shape]?.pop();
        if (pod !== undefined) {
          placeWhereCpuIsPlenty(packing, pod, nodesOf[nodeShape] ?? []);
        }
      }
    });
  }
  const everyNode = [...packing.states.keys()];
  const rest = [...packing.waiting].sort((a, b) => size(packing, b) - size(packing, a) || a - b);
  for (const pod of rest) {
    placeWhereCpuIsPlenty(packing, pod, everyNode);
  }
}

function size(packing: Packing, index: number): number {
  const pod = packing.pods[index];
  return pod === undefined ? 0 : totalGpuMilli(pod);
}

/** Whole numbers near the parts whose sum is at most `total` and at most the parts' own sum, rounded. */
export function roundToWhole(parts: readonly number[], total: number): number[] {
  const whole = parts.map((part) => Math.floor(part + 1e-6));
  let left = Math.min(total, Math.round(parts.reduce((sum, part) => sum + part, 0))) - whole.reduce((sum, part) => sum + part, 0);
  const byFraction = [...parts.keys()].sort((a, b) => (parts[b] ?? 0) - (whole[b] ?? 0) - ((parts[a] ?? 0) - (whole[a] ?? 0)));
  for (const index of byFraction) {
    if (left > 0 && (parts[index] ?? 0) > (whole[index] ?? 0) + 1e-6) {
      whole[index] = (whole[index] ?? 0) + 1;
      left--;
    }
  }
  return whole;
}

function placeWhereCpuIsPlenty(packing: Packing, pod: number, nodes: readonly number[]): void {
  const plenty = (node: number): number => {
    const state = packing.states[node];
    return state === undefined ? 0 : state.cpuMilliLeft / (idleGpuMilli(state) + 1);
  };
  for (const node of [...nodes].sort((a, b) => plenty(b) - plenty(a) || a - b)) {
    if (packing.tryPlace(pod, node)) {
      return;
    }
  }
}
