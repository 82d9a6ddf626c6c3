import { checkPlacement } from "./check-placement";
import type { GpuNode, GpuPod } from "./trace/model";

const node: GpuNode = { name: "n", cpuMilli: 4000, memoryMiB: 4096, gpus: 2, gpuModel: "T4" };
const pod: GpuPod = { name: "p", cpuMilli: 1000, memoryMiB: 1024, gpus: 1, gpuMilli: 600, gpuModels: [] };
const messages = (pods: readonly GpuPod[], ...devices: readonly (readonly number[])[]): string[] =>
  checkPlacement(
    [node],
    pods,
    devices.map((taken) => ({ node: 0, devices: taken })),
  ).map(({ message }) => message);

describe("checker of placements", () => {
  it("accepts a valid placement and pods without a node", () => {
    expect(messages([pod, pod], [0], [1])).toEqual([]);
    expect(checkPlacement([node], [pod], [undefined])).toEqual([]);
  });

  it.each([
    ["two shares of one device that are more than one", [pod, pod], [[0], [0]], ["gives out more of device 0 (milli) than it has"]],
    ["one device twice", [{ ...pod, gpus: 2, gpuMilli: 500 }], [[0, 0]], ["asks for 2 devices"]],
    ["too few devices", [{ ...pod, gpus: 2, gpuMilli: 1000 }], [[0]], ["asks for 2 devices"]],
    ["a device that is not there", [pod], [[2]], ["is on a device that n does not have"]],
    ["another model", [{ ...pod, gpuModels: ["P100"] }], [[0]], ["needs P100"]],
    ["CPU", [{ ...pod, cpuMilli: 4001 }], [[0]], ["gives out more CPU (milli) than it has"]],
    ["memory", [{ ...pod, memoryMiB: 4097 }], [[0]], ["gives out more memory (MiB) than it has"]],
  ])("finds %s", (_, pods, devices, expected) => {
    expect(messages(pods, ...devices)).toEqual(expected);
  });

  it("finds a node that is not there, and assignments of other pods", () => {
    expect(checkPlacement([node], [pod], [{ node: 1, devices: [0] }]).map(({ message }) => message)).toEqual([
      "is on a node that does not exist",
    ]);
    expect(checkPlacement([node], [pod], []).map(({ message }) => message)).toEqual(["0 assignments for 1 pods"]);
  });
});
