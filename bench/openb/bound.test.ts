import { boundGpuMilli, loadSolver } from "./bound";
import type { GpuNode, GpuPod } from "./trace/model";

const node: GpuNode = { name: "n", cpuMilli: 8000, memoryMiB: 8192, gpus: 2, gpuModel: "T4" };
const pod = (changes: Partial<GpuPod>): GpuPod => ({
  name: "p",
  cpuMilli: 1000,
  memoryMiB: 1024,
  gpus: 1,
  gpuMilli: 1000,
  gpuModels: [],
  ...changes,
});
const times = <T>(count: number, thing: T): T[] => Array.from({ length: count }, () => thing);

describe("upper bound", () => {
  it("knows that of shares above a half one fits on a device", async () => {
    const gpuMilli = boundGpuMilli(await loadSolver(), [node], times(3, pod({ gpuMilli: 600 })));
    expect(gpuMilli).toBeCloseTo(1200, 6);
  });

  it("is limited by CPU and memory", async () => {
    const highs = await loadSolver();
    expect(boundGpuMilli(highs, [node], times(2, pod({ cpuMilli: 8000 })))).toBeCloseTo(1000, 6);
    expect(boundGpuMilli(highs, [node], times(2, pod({ memoryMiB: 8192 })))).toBeCloseTo(1000, 6);
  });

  it("leaves out pods that no node can run, and CPU-only ones", async () => {
    const highs = await loadSolver();
    expect(boundGpuMilli(highs, [node], [pod({ gpuModels: ["P100"] }), pod({ gpus: 4 })])).toBe(0);
    expect(boundGpuMilli(highs, [node, node], [pod({}), pod({ cpuMilli: 16_000, gpus: 0, gpuMilli: 0 })])).toBeCloseTo(1000, 6);
  });
});
