import { loadSolver } from "../../../infra/placement/exact/solver";
import { checkPlacement } from "../check-placement";
import { type GpuNode, type GpuPod, totalGpuMilli } from "../trace/model";
import { placeOffline } from "./place-offline";

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
  memoryMiB: 0,
  gpus: 1,
  gpuMilli: 1000,
  gpuModels: [],
  ...changes,
});

async function place(nodes: readonly GpuNode[], pods: readonly GpuPod[]) {
  const assignments = placeOffline(nodes, pods, await loadSolver());
  expect(checkPlacement(nodes, pods, assignments)).toEqual([]);
  return {
    assignments,
    gpuMilli: pods.reduce((sum, each, index) => sum + (assignments[index] === undefined ? 0 : totalGpuMilli(each)), 0),
  };
}

describe("offline placement", () => {
  it("keeps the nodes with much CPU for the pods that need it", async () => {
    const nodes = [node("big", { cpuMilli: 16_000 }), node("small", { cpuMilli: 2000 })];
    const pods = [pod({}), pod({}), pod({ cpuMilli: 8000 }), pod({ cpuMilli: 8000 })];
    expect((await place(nodes, pods)).gpuMilli).toBe(4000);
  });

  it("keeps a model for the pods that need it", async () => {
    const nodes = [node("a", { gpuModel: "V100M32" }), node("b")];
    const pods = [pod({ gpus: 2 }), pod({ gpus: 2, gpuModels: ["V100M32"] })];
    expect((await place(nodes, pods)).assignments.map((assignment) => assignment?.node)).toEqual([1, 0]);
  });

  it("places GPU pods before CPU-only ones, and gives the same answer again", async () => {
    const pods = [pod({ cpuMilli: 8000, gpus: 0, gpuMilli: 0 }), pod({ gpus: 2 })];
    const first = await place([node("a")], pods);
    expect(first.assignments.map((assignment) => assignment?.node)).toEqual([undefined, 0]);
    expect((await place([node("a")], pods)).assignments).toEqual(first.assignments);
  });
});
