import type { ArrivalEvent } from "./simulate";

/**
 * GPU allocation over arrival, as the published results state it: for each whole per cent of the cluster's GPUs that
 * has arrived (rounded to the nearest), the mean of the allocation after each arrival, in per cent, to two decimals.
 */
export function allocationCurve(events: readonly ArrivalEvent[], capacityGpuMilli: number): ReadonlyMap<number, number> {
  const sums = new Map<number, { used: number; events: number }>();
  for (const { arrivedGpuMilli, usedGpuMilli } of events) {
    const percent = Math.round((100 * arrivedGpuMilli) / capacityGpuMilli);
    const sum = sums.get(percent) ?? { used: 0, events: 0 };
    sums.set(percent, { used: sum.used + usedGpuMilli, events: sum.events + 1 });
  }
  return new Map(
    [...sums].map(([percent, { used, events: count }]) => [percent, Math.round((10_000 * used) / count / capacityGpuMilli) / 100]),
  );
}
