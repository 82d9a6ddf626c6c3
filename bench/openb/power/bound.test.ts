import * as fc from "fast-check";
import { loadSolver } from "../bound";
import { checkPlacement } from "../check-placement";
import { bestFit } from "../online/best-fit";
import { simulate } from "../online/simulate";
import type { GpuNode, GpuPod } from "../trace/model";
import { boundWatts } from "./bound";
import { placeAtFewWatts } from "./place-power";
import { placementWatts } from "./placement-watts";

const node = (changes: Partial<GpuNode> = {}): GpuNode => ({
  name: "n",
  cpuMilli: 64_000,
  memoryMiB: 262_144,
  gpus: 2,
  gpuModel: "T4",
  ...changes,
});
const pod = (changes: Partial<GpuPod> = {}): GpuPod => ({
  name: "p",
  cpuMilli: 8000,
  memoryMiB: 1024,
  gpus: 1,
  gpuMilli: 1000,
  gpuModels: [],
  ...changes,
});

describe("lower bound on watts", () => {
  it("is exact where pods fill what they wake", async () => {
    const highs = await loadSolver();
    const pods = [pod({ cpuMilli: 16_000 }), pod({ cpuMilli: 16_000 })];
    // One package and both GPUs of one of the two nodes; the other idles at 2 × 15 + 2 × 10.
    expect(boundWatts(highs, [node(), node()], pods, false)?.watts).toBeCloseTo(120 + 15 + 140 + 50, 2);
    expect(boundWatts(highs, [node(), node()], pods, true)?.watts).toBeCloseTo(120 + 15 + 140, 2);
  });

  it("prefers the GPU that draws less, unless a pod needs the other", async () => {
    const highs = await loadSolver();
    const nodes = [node({ gpuModel: "V100M32" }), node()];
    const idle = 2 * 30 + 30 + 2 * 10 + 30;
    const cpu = 105 / 2;
    expect(boundWatts(highs, nodes, [pod()], false)?.watts).toBeCloseTo(idle + 60 + cpu, 2);
    expect(boundWatts(highs, nodes, [pod({ gpuModels: ["V100M32"] })], false)?.watts).toBeCloseTo(idle + 270 + 105 / 2, 2);
  });

  it("counts a package that has few cores whole", async () => {
    const watts = boundWatts(await loadSolver(), [node({ cpuMilli: 16_000 })], [pod({ cpuMilli: 16_000 })], false)?.watts;
    expect(watts).toBeCloseTo(120 + 70 + 10, 2);
    const last = boundWatts(await loadSolver(), [node({ cpuMilli: 40_000 })], [pod({ cpuMilli: 40_000 })], false)?.watts;
    expect(last).toBeCloseTo(240 + 70 + 10, 2);
  });

  it("knows that of shares of 0.35 two fit on a device, and of shares of 0.6 one", async () => {
    const highs = await loadSolver();
    const pods = [pod({ gpuMilli: 600, cpuMilli: 32_000 }), pod({ gpuMilli: 600, cpuMilli: 32_000 })];
    expect(boundWatts(highs, [node()], pods, false)?.watts).toBeCloseTo(240 + 140, 2);
    const four = Array.from({ length: 4 }, () => pod({ gpuMilli: 350, cpuMilli: 16_000 }));
    expect(boundWatts(highs, [node()], four, false)?.watts).toBeCloseTo(240 + 140, 2);
  });

  it("says when not all pods can run", async () => {
    const highs = await loadSolver();
    expect(boundWatts(highs, [node()], [pod({ gpus: 4 })], false)).toBeUndefined();
    expect(boundWatts(highs, [node()], [pod(), pod(), pod()], true)).toBeUndefined();
  });

  it("is never above what a checked placement draws, and offline never leaves out a pod", async () => {
    const highs = await loadSolver();
    const nodes = fc.array(
      fc.record({
        name: fc.constant("n"),
        cpuMilli: fc.constantFrom(8000, 16_000, 48_000, 82_000, 104_000),
        memoryMiB: fc.constantFrom(32_768, 262_144),
        gpus: fc.constantFrom(0, 1, 2, 4),
        gpuModel: fc.constantFrom("T4", "G2", "P100"),
      }),
      { minLength: 1, maxLength: 5 },
    );
    const share = fc.record({ gpus: fc.constant(1), gpuMilli: fc.constantFrom(1, 110, 320, 340, 470, 500, 510, 650, 810) });
    const whole = fc.record({ gpus: fc.constantFrom(1, 2), gpuMilli: fc.constant(1000) });
    const cpuOnly = fc.constant({ gpus: 0, gpuMilli: 0 });
    const pods = fc.array(
      fc
        .tuple(
          fc.oneof(share, whole, cpuOnly),
          fc.constantFrom(0, 1000, 3152, 6000, 8000, 11_400, 36_000),
          fc.constantFrom(0, 2048, 30_000),
          fc.constantFrom([], ["G2"], ["P100", "T4"]),
        )
        .map(([gpu, cpuMilli, memoryMiB, gpuModels]): GpuPod => ({ name: "p", ...gpu, cpuMilli, memoryMiB, gpuModels })),
      { minLength: 1, maxLength: 14 },
    );
    fc.assert(
      fc.property(nodes, pods, fc.boolean(), (machines, arriving, sleep) => {
        const { assignments } = simulate(machines, [...machines.keys()], arriving, bestFit);
        const known = assignments.flatMap((assignment) => assignment ?? []);
        const placed = arriving.filter((_, index) => assignments[index] !== undefined);
        const plan = boundWatts(highs, machines, placed, sleep);
        expect(plan).toBeDefined();
        if (plan !== undefined && placed.length > 0) {
          const offline = placeAtFewWatts(machines, placed, plan, known, sleep, 100);
          expect(offline).toHaveLength(placed.length);
          for (const placement of [known, offline]) {
            expect(checkPlacement(machines, placed, placement)).toEqual([]);
            expect(plan.watts).toBeLessThanOrEqual(placementWatts(machines, placed, placement, sleep));
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
