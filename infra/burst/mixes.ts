import { cpuMilli, memoryBytes } from "../quantities/quantity";
import type { BurstPool } from "./burst-pool";
import type { RentedNodes } from "./burst-document";

/** Nodes that may be rented together. */
export interface Mix {
  readonly nodes: readonly RentedNodes[];
  readonly onDemandPerHour: number;
  readonly spotPerHour: number;
}

/** Every mix that the limits allow, the cheapest on demand first; without the empty one. */
export function mixesWithin({ instanceTypes, limits }: BurstPool["profile"]): readonly Mix[] {
  const most = { cpu: cpuMilli(limits.cpu), memory: memoryBytes(limits.memory), gpus: limits.gpus };
  let mixes: readonly (typeof most & Mix)[] = [{ cpu: 0, memory: 0, gpus: 0, nodes: [], onDemandPerHour: 0, spotPerHour: 0 }];
  for (const { name, vcpus, memory, gpu, onDemandPerHour, spotPerHour } of instanceTypes) {
    mixes = mixes.flatMap((mix) => {
      const grown: (typeof mix)[] = [mix];
      for (let count = 1; ; count += 1) {
        const next = {
          cpu: mix.cpu + count * vcpus * 1000,
          memory: mix.memory + count * memoryBytes(memory),
          gpus: mix.gpus + count * (gpu?.count ?? 0),
          nodes: [...mix.nodes, { type: name, count }],
          onDemandPerHour: mix.onDemandPerHour + count * onDemandPerHour,
          spotPerHour: mix.spotPerHour + count * spotPerHour,
        };
        if (next.cpu > most.cpu || next.memory > most.memory || next.gpus > most.gpus) {
          return grown;
        }
        grown.push(next);
      }
    });
  }
  return mixes
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ nodes, onDemandPerHour, spotPerHour }) => ({
      nodes,
      onDemandPerHour: withoutFractions(onDemandPerHour),
      spotPerHour: withoutFractions(spotPerHour),
    }))
    .sort((a, b) => a.onDemandPerHour - b.onDemandPerHour);
}

/** Without what adding fractions leaves: prices have four digits. */
export function withoutFractions(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}
