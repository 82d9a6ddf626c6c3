import { UserError } from "../../../infra/diagnostics/user-error";
import type { GpuNode, GpuPod } from "../trace/model";
import { placementWatts } from "./placement-watts";
import { assertWattsKnown, idleWatts, nodeWatts, packages } from "./watts";

const t4: GpuNode = { name: "t4", cpuMilli: 104_000, memoryMiB: 524_288, gpus: 2, gpuModel: "T4" };
const g2: GpuNode = { name: "g2", cpuMilli: 96_000, memoryMiB: 393_216, gpus: 8, gpuModel: "G2" };
const pod: GpuPod = { name: "p", cpuMilli: 4000, memoryMiB: 0, gpus: 1, gpuMilli: 1000, gpuModels: [] };

describe("power of a node", () => {
  it("has one CPU package for every 16 cores, or 32 vCPUs, begun", () => {
    expect([8_000, 32_000, 32_001, 96_000, 104_000].map((cpuMilli) => packages({ cpuMilli }))).toEqual([1, 1, 2, 3, 4]);
  });

  it("is that of all its idle packages and GPUs when nothing runs", () => {
    expect(idleWatts(t4)).toBe(4 * 15 + 2 * 10);
    expect(idleWatts(g2)).toBe(3 * 15 + 8 * 30);
    expect(idleWatts({ ...g2, gpuModel: "G3", cpuMilli: 128_000 })).toBe(4 * 15 + 8 * 50);
    expect(idleWatts({ ...t4, gpuModel: "P100", cpuMilli: 16_000 })).toBe(15 + 2 * 25);
    expect(idleWatts({ ...t4, gpuModel: "V100M32", gpus: 1 })).toBe(4 * 15 + 30);
  });

  it.each([
    ["one vCPU", { pods: 1, cpuMilli: 1000, busyGpus: 0 }, 120 + 3 * 15 + 2 * 10],
    ["a whole package", { pods: 4, cpuMilli: 32_000, busyGpus: 0 }, 120 + 3 * 15 + 2 * 10],
    ["a thousandth more", { pods: 5, cpuMilli: 32_001, busyGpus: 0 }, 2 * 120 + 2 * 15 + 2 * 10],
    ["one GPU", { pods: 1, cpuMilli: 8000, busyGpus: 1 }, 120 + 3 * 15 + 70 + 10],
    ["everything", { pods: 9, cpuMilli: 104_000, busyGpus: 2 }, 4 * 120 + 2 * 70],
  ])("with %s", (_, load, watts) => {
    expect(nodeWatts(t4, load, false)).toBe(watts);
    expect(nodeWatts(t4, load, true)).toBe(watts);
  });

  it("is nothing for a node without pods only where such nodes sleep", () => {
    const nothing = { pods: 0, cpuMilli: 0, busyGpus: 0 };
    expect([nodeWatts(t4, nothing, false), nodeWatts(t4, nothing, true)]).toEqual([80, 0]);
  });

  it("asks for the watts of every model", () => {
    expect(() => {
      assertWattsKnown([t4, { ...t4, gpuModel: "H800" }, { ...t4, gpuModel: "K80" }]);
    }).toThrow(UserError);
    expect(() => {
      assertWattsKnown([t4, g2, { ...t4, gpus: 0, gpuModel: "" }]);
    }).not.toThrow();
  });
});

describe("power of a placement", () => {
  it("wakes a shared device once, and follows the CPU of all pods on a node", () => {
    const share = { ...pod, gpuMilli: 400, cpuMilli: 20_000 };
    const cpuOnly = { ...pod, gpus: 0, gpuMilli: 0 };
    const at = (node: number, ...devices: number[]) => ({ node, devices });
    const pods = [share, share, cpuOnly, { ...pod, gpus: 3 }, pod];
    const placement = [at(0, 1), at(0, 1), at(0), at(1, 0, 4, 7), undefined];
    const first = 2 * 120 + 2 * 15 + 70 + 10;
    const second = 120 + 2 * 15 + 3 * 150 + 5 * 30;
    expect(placementWatts([t4, g2, t4], pods, placement, false)).toBe(first + second + 80);
    expect(placementWatts([t4, g2, t4], pods, placement, true)).toBe(first + second);
  });
});
