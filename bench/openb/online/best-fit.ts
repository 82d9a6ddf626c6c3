import { totalGpuMilli } from "../trace/model";
import { idleGpuMilli, tightDevices } from "../node-state";
import type { Policy } from "./policy";

/** The largest node that the score is relative to. */
const largestCpuMilli = 128_000;
const largestGpuMilli = 8_000;

/**
 * BestFit as the FGD paper compares with: the node that has least left afterwards, CPU and GPU weighted alike, cut to a
 * whole number from 0 to 100. The published simulator stretches the scores to 0..100 afterwards, which is monotone in
 * whole numbers and so changes no choice.
 */
export const bestFit: Policy = (state, pod) => {
  const cpuLeft = (state.cpuMilliLeft - pod.cpuMilli) / largestCpuMilli;
  const gpuLeft = (idleGpuMilli(state) - totalGpuMilli(pod)) / largestGpuMilli;
  return { score: Math.trunc(100 * (1 - (cpuLeft * 0.5 + gpuLeft * 0.5))), devices: tightDevices(state, pod) };
};
