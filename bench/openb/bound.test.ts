import { boundGpuMilli, dualFeasible, loadSolver } from "./bound";
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

describe("dual-feasible functions", () => {
  it("count a share by how many of it fit on a device", () => {
    expect([400, 500, 501, 1000].map((milli) => dualFeasible(milli, 1))).toEqual([0, 0.5, 1, 1]);
    expect([333, 334, 667, 1000].map((milli) => dualFeasible(milli, 2))).toEqual([0, 0.5, 1, 1]);
  });

  it.each([1, 2, 3, 4])("let nothing that fits on one device count for more than one (q = %i)", (q) => {
    for (let a = 1; a <= 1000; a += 7) {
      for (let b = a; a + b <= 1000; b += 5) {
        expect(dualFeasible(a, q) + dualFeasible(b, q) + dualFeasible(1000 - a - b, q)).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });
});

describe("upper bound", () => {
  it("knows that of shares above a half one fits on a device", async () => {
    const { gpuMilli } = boundGpuMilli(await loadSolver(), [node], times(3, pod({ gpuMilli: 600 })));
    expect(gpuMilli).toBeCloseTo(1200, 6);
  });

  it("is limited by CPU and memory", async () => {
    const highs = await loadSolver();
    expect(boundGpuMilli(highs, [node], times(2, pod({ cpuMilli: 8000 }))).gpuMilli).toBeCloseTo(1000, 6);
    expect(boundGpuMilli(highs, [node], times(2, pod({ memoryMiB: 8192 }))).gpuMilli).toBeCloseTo(1000, 6);
  });

  it("leaves out pods that no node can run, and CPU-only ones", async () => {
    const highs = await loadSolver();
    expect(boundGpuMilli(highs, [node], [pod({ gpuModels: ["P100"] }), pod({ gpus: 4 })]).gpuMilli).toBe(0);
    expect(boundGpuMilli(highs, [node, node], [pod({}), pod({ cpuMilli: 16_000, gpus: 0, gpuMilli: 0 })]).gpuMilli).toBeCloseTo(1000, 6);
  });
});
