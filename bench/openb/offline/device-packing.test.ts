import type { GpuPod } from "../trace/model";
import { packDevices } from "./device-packing";

const pod = (gpuMilli: number, gpus = 1): GpuPod => ({ name: "p", cpuMilli: 0, memoryMiB: 0, gpus, gpuMilli, gpuModels: [] });

it("gives whole devices first, and shares the rest", () => {
  expect(packDevices([pod(400), pod(1000, 2), pod(600)], 3)).toEqual([[2], [0, 1], [2]]);
});

it("finds a way that taking the largest first onto the fullest device misses", () => {
  // 500 + 300 + 200 and 400 + 300 + 300: after 500 and 400 on one device, the three others do not fit the other.
  const devices = packDevices([pod(500), pod(400), pod(300), pod(300), pod(300), pod(200)], 2);
  expect(devices?.map(([device]) => device)).toEqual([0, 1, 0, 1, 1, 0]);
});

it("says when there is no way", () => {
  expect(packDevices([pod(600), pod(600), pod(600)], 2)).toBeUndefined();
  expect(packDevices([pod(1000, 2), pod(1)], 2)).toBeUndefined();
});

it("leaves pods without GPU alone", () => {
  expect(packDevices([pod(0, 0)], 0)).toEqual([[]]);
});
