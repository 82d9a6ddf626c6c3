import type { GpuNode, GpuPod } from "../trace/model";
import { bestFit } from "./best-fit";
import { allocationCurve } from "./curve";
import { simulate } from "./simulate";

const node = (name: string, changes: Partial<GpuNode> = {}): GpuNode => ({
  name,
  cpuMilli: 8000,
  memoryMiB: 8192,
  gpus: 2,
  gpuModel: "T4",
  ...changes,
});
const pod = (changes: Partial<GpuPod>): GpuPod => ({
  name: "p",
  cpuMilli: 1000,
  memoryMiB: 1024,
  gpus: 1,
  gpuMilli: 1000,
  gpuModels: [],
  ...changes,
});

describe("simulation", () => {
  it("packs shares per device, not by their sum", () => {
    const share = pod({ gpuMilli: 600 });
    const { assignments } = simulate([node("a")], [0], [share, share, share, pod({ gpuMilli: 400 })], bestFit);
    // 800 are idle after two of them, but on no device 600.
    expect(assignments).toEqual([{ node: 0, devices: [0] }, { node: 0, devices: [1] }, undefined, { node: 0, devices: [0] }]);
  });

  it("gives a whole GPU only on a device that nobody shares", () => {
    const { assignments } = simulate([node("a")], [0], [pod({ gpuMilli: 10 }), pod({ gpus: 2 }), pod({})], bestFit);
    expect(assignments).toEqual([{ node: 0, devices: [0] }, undefined, { node: 0, devices: [1] }]);
  });

  it("breaks ties by rank and answers in the order of the nodes given", () => {
    const { assignments } = simulate([node("a"), node("b"), node("c")], [2, 0, 1], [pod({ gpus: 2 }), pod({ gpus: 2 })], bestFit);
    expect(assignments.map((assignment) => assignment?.node)).toEqual([1, 2]);
  });

  it("keeps to models, CPU and memory", () => {
    const nodes = [node("a"), node("b", { gpuModel: "V100M32" })];
    const { assignments } = simulate(
      nodes,
      [0, 1],
      [pod({ gpuModels: ["V100M16", "V100M32"] }), pod({ gpuModels: ["P100"] }), pod({ cpuMilli: 8001 }), pod({ memoryMiB: 8193 })],
      bestFit,
    );
    expect(assignments).toEqual([{ node: 1, devices: [0] }, undefined, undefined, undefined]);
  });

  it("scores BestFit by what is left, CPU of 128 and GPU of 8", () => {
    // 7 of 128 cores and 1 of 8 GPUs are left: 100 × (1 − 0.5 × 7/128 − 0.5 × 1/8) = 91.02.
    const state = { node: node("a"), cpuMilliLeft: 8000, memoryMiBLeft: 8192, podsLeft: 10, gpuMilliLeft: [1000, 1000] };
    expect(bestFit(state, pod({}))).toEqual({ score: 91, devices: [0] });
  });
});

describe("allocation curve", () => {
  it("is the mean over the events of each rounded per cent", () => {
    const curve = allocationCurve(
      [
        { arrivedGpuMilli: 996, usedGpuMilli: 990 },
        { arrivedGpuMilli: 1004, usedGpuMilli: 1000 },
        { arrivedGpuMilli: 1006, usedGpuMilli: 1000 },
      ],
      1000,
    );
    expect([...curve]).toEqual([
      [100, 99.5],
      [101, 100],
    ]);
  });
});
