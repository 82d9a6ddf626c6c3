import { randomNumbers } from "../../random-numbers";
import { fits, idleGpuMilli } from "../node-state";
import { podShapes } from "../trace/shapes";
import { totalGpuMilli } from "../trace/model";
import type { Packing } from "./packing";

/**
 * Ruin and recreate: empties a few nodes, one of them with idle GPU, and fills them anew from what they had and what
 * waits, in an order that is half size and half chance. Keeps the result unless it allocates less GPU, or as much with
 * less CPU for CPU-only pods. Stops after a number of rounds, so that the answer is the same on every machine.
 */
export function improve(packing: Packing, rounds: number): void {
  const random = randomNumbers(1);
  const { shapes, shapeOf } = podShapes(packing.pods);
  const nodeCount = packing.states.length;
  const pick = (count: number): number => Math.floor(random() * count);
  for (let round = 0; round < rounds; round++) {
    const wasteful = findWasteful(packing, pick(nodeCount));
    if (wasteful === undefined || packing.waiting.size === 0) {
      return;
    }
    const nodes = new Set([wasteful]);
    const others = 1 + pick(3);
    for (let extra = 0; extra < others; extra++) {
      nodes.add(pick(nodeCount));
    }
    const before = { gpuMilli: packing.gpuMilli, cpuOnlyMilli: packing.cpuOnlyMilli };
    const removed = [...nodes].map((node) => [node, packing.clear(node)] as const);
    // One of each shape stands for all that wait, in the order of a size with noise.
    const waiting = new Map<number, number[]>();
    for (const pod of packing.waiting) {
      const shape = shapeOf[pod] ?? -1;
      const same = waiting.get(shape);
      if (same === undefined) {
        waiting.set(shape, [pod]);
      } else {
        same.push(pod);
      }
    }
    const noise = random();
    const order = [...waiting.keys()]
      .map((shape) => {
        const pod = shapes[shape];
        const size = pod === undefined ? 0 : pod.gpus === 0 ? -10_000 : totalGpuMilli(pod) + pod.cpuMilli / 50;
        return { shape, key: size * (1 - noise * random()) };
      })
      .sort((a, b) => b.key - a.key || a.shape - b.shape);
    for (const { shape } of order) {
      fill(packing, waiting.get(shape) ?? [], [...nodes], random);
    }
    if (packing.gpuMilli < before.gpuMilli || (packing.gpuMilli === before.gpuMilli && packing.cpuOnlyMilli < before.cpuOnlyMilli)) {
      nodes.forEach((node) => packing.clear(node));
      removed.forEach(([node, pods]) => {
        packing.restore(node, pods);
      });
    }
  }
}

/** Places as many of equal pods as fit on a few nodes, on each at random. */
function fill(packing: Packing, equal: readonly number[], nodes: readonly number[], random: () => number): void {
  let open = nodes.filter((node) => canTake(packing, node, equal[0]));
  for (const pod of equal) {
    while (open.length > 0) {
      const node = open[Math.floor(random() * open.length)] ?? -1;
      if (packing.tryPlace(pod, node)) {
        break;
      }
      open = open.filter((other) => other !== node);
    }
    if (open.length === 0) {
      return;
    }
  }
}

function canTake(packing: Packing, node: number, pod: number | undefined): boolean {
  const state = packing.states[node];
  const asked = packing.pods[pod ?? -1];
  return state !== undefined && asked !== undefined && fits(state, asked);
}

/** The first node from a position on that has idle GPU. */
function findWasteful(packing: Packing, from: number): number | undefined {
  for (let step = 0; step < packing.states.length; step++) {
    const node = (from + step) % packing.states.length;
    const state = packing.states[node];
    if (state !== undefined && idleGpuMilli(state) > 0) {
      return node;
    }
  }
  return undefined;
}
