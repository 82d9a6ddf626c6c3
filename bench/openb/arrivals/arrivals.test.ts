import { bundledData, openDataSet } from "../data-set";
import { clusterGpuMilli } from "../trace/model";
import { arrivalOrder } from "./arrivals";
import { arrivedBy } from "./prefix";

const data = openDataSet(bundledData);
const pods = data.pods("default");

describe("arrival order", () => {
  it("is that of the published run with seed 42", () => {
    const order = arrivalOrder(data.nodes, pods, 42);
    expect(order.pods).toHaveLength(10_866);
    expect(order.pods.slice(0, 8)).toEqual([255, 1685, 6784, 4463, 602, 1564, 3882, 7257]);
    expect(order.pods.slice(-3)).toEqual([5762, 7197, 5877]);
  });

  it("has every pod once before any comes a second time", () => {
    const order = arrivalOrder(data.nodes, pods, 45);
    expect(new Set(order.pods.slice(0, pods.length)).size).toBe(pods.length);
    expect([...order.nodeRanks].sort((a, b) => a - b)).toEqual(data.nodes.map((_, index) => index));
  });
});

describe("arrived by a per cent of the cluster's GPUs", () => {
  const pod = { name: "p", cpuMilli: 0, memoryMiB: 0, gpus: 1, gpuMilli: 500, gpuModels: [] };

  it("counts pods until the next would exceed it", () => {
    expect(arrivedBy([pod, pod, pod], 100, 1000)).toBe(2);
    expect(arrivedBy([pod, pod, pod], 99, 1000)).toBe(1);
  });

  it("knows the cluster's size", () => {
    expect(clusterGpuMilli(data.nodes)).toBe(6_212_000);
  });
});
