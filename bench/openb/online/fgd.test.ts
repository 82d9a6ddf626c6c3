import type { GpuNode, GpuPod } from "../trace/model";
import { emptyNode, occupy } from "../node-state";
import { fragmentationGradientDescent } from "./fgd";
import { fragmentedMilli, type TypicalPod, typicalPods } from "./fragmentation";

const node: GpuNode = { name: "n", cpuMilli: 8000, memoryMiB: 8192, gpus: 2, gpuModel: "T4" };
const pod = (changes: Partial<GpuPod>): GpuPod => ({
  name: "p",
  cpuMilli: 1000,
  memoryMiB: 0,
  gpus: 1,
  gpuMilli: 1000,
  gpuModels: [],
  ...changes,
});
const half: TypicalPod = { cpuMilli: 1000, gpus: 1, gpuMilli: 500, gpuModels: [], share: 0.5 };
const whole: TypicalPod = { cpuMilli: 1000, gpus: 1, gpuMilli: 1000, gpuModels: [], share: 0.5 };

describe("fragmentation", () => {
  it("is nothing on an empty node that serves every typical pod", () => {
    expect(fragmentedMilli(emptyNode(node), [half, whole])).toBe(0);
  });

  it("counts idle shares too small for a pod", () => {
    const state = emptyNode(node);
    occupy(state, pod({ gpuMilli: 600 }), [0]);
    // 400 left on device 0 serve neither; the whole device 1 serves both.
    expect(fragmentedMilli(state, [half, whole])).toBe(400);
    // 400 serve the smaller one: half of the pods cannot use them.
    expect(fragmentedMilli(state, [{ ...half, gpuMilli: 400 }, whole])).toBe(200);
  });

  it("counts everything idle for a pod without GPU, without room for its CPU, or of another model", () => {
    const one = { ...whole, share: 1 };
    expect(fragmentedMilli(emptyNode(node), [{ ...one, gpus: 0, gpuMilli: 0 }])).toBe(2000);
    expect(fragmentedMilli(emptyNode(node), [{ ...one, cpuMilli: 9000 }])).toBe(2000);
    expect(fragmentedMilli(emptyNode(node), [{ ...one, gpuModels: ["V100M16", "V100M32"] }])).toBe(2000);
    expect(fragmentedMilli(emptyNode(node), [{ ...one, gpus: 4 }])).toBe(2000);
  });
});

describe("typical pods", () => {
  it("are the most frequent shapes that make up 95 %, shares among themselves", () => {
    const pods = [
      ...Array.from({ length: 60 }, () => pod({})),
      ...Array.from({ length: 36 }, () => pod({ gpuMilli: 500 })),
      ...Array.from({ length: 4 }, () => pod({ cpuMilli: 1 })),
    ];
    expect(typicalPods(pods).map(({ gpuMilli, share }) => [gpuMilli, share])).toEqual([
      [1000, 60 / 96],
      [500, 36 / 96],
    ]);
  });
});

describe("FGD", () => {
  const policy = fragmentationGradientDescent([half, whole]);

  it("scores 50 where fragmentation stays as it is", () => {
    expect(policy(emptyNode(node), pod({}))).toEqual({ score: 50, devices: [0] });
  });

  it("puts a share beside another one rather than on a free device", () => {
    const state = emptyNode(node);
    occupy(state, pod({ gpuMilli: 500 }), [1]);
    // Before: 500 idle on device 1, of no use to half of the pods, 250. On device 1 nothing of that is left:
    // 100 × sigmoid(0.25) = 56.2. On device 0 it doubles: 100 × sigmoid(-0.25) = 43.8.
    expect(policy(state, pod({ gpuMilli: 500 }))).toEqual({ score: 56, devices: [1] });
  });

  it("scores the loss of CPU that strands GPUs", () => {
    // All of the CPU gone: both devices are idle and of no use to anyone, 100 × sigmoid(-2) = 11.9.
    expect(policy(emptyNode(node), pod({ cpuMilli: 8000, gpus: 0, gpuMilli: 0 }))).toEqual({ score: 11, devices: [] });
  });
});
