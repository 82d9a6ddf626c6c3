import { type GpuPod, totalGpuMilli } from "../trace/model";

/** How many of the arrivals come before so many per cent of the cluster's GPUs have been asked for. */
export function arrivedBy(arrivals: readonly GpuPod[], percent: number, capacityGpuMilli: number): number {
  let asked = 0;
  let count = 0;
  for (const pod of arrivals) {
    asked += totalGpuMilli(pod);
    if (asked * 100 > percent * capacityGpuMilli) {
      break;
    }
    count++;
  }
  return count;
}
