import type { ObjectiveName, PlacementNode, PlacementProblem, PlacementWorkload } from "../../infra/placement/problem";
import { pseudoRandom } from "../../infra/placement/search/pseudo-random";

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

export const presets = {
  balance: ["place", "control-plane", "ceilings", "balance", "watts", "disruption"],
  power: ["place", "control-plane", "ceilings", "watts", "disruption", "balance"],
} as const satisfies Record<string, readonly ObjectiveName[]>;

/** `scratch`: nothing runs, and 55 % is asked for. `running`: everything runs somewhere, and 55 to 70 % is asked for. */
export type Family = "scratch" | "running";

export type Preset = keyof typeof presets;

/**
 * A random cluster: nodes of 4 to 16 cores and 8 to 64 GiB in any combination, workloads of one pod with log-normal requests
 * that ask for 55 to 70 % of CPU and of memory, each barred from 15 % of the nodes, and running on a node that has room,
 * the first ones preferred.
 */
export function randomInstance(
  workloadCount: number,
  nodeCount: number,
  seed: number,
  preset: Preset,
  family: Family = "running",
): PlacementProblem {
  const random = pseudoRandom(seed * 7919 + workloadCount);
  const nodes = Array.from({ length: nodeCount }, (_, index) => randomNode(index, random));
  const cpuMilli = total(nodes, ({ allocatable }) => allocatable.cpuMilli);
  const memoryBytes = total(nodes, ({ allocatable }) => allocatable.memoryBytes);
  const sizes = Array.from({ length: workloadCount }, () => ({ cpu: logNormal(random), memory: logNormal(random) }));
  const load = 0.55 + (family === "running" ? 0.15 * random() : 0);
  const perCpu = (load * cpuMilli) / total(sizes, ({ cpu }) => cpu);
  const perMemory = (load * memoryBytes) / total(sizes, ({ memory }) => memory);
  const largest = {
    cpuMilli: 0.4 * Math.max(...nodes.map(({ allocatable }) => allocatable.cpuMilli)),
    memoryBytes: 0.4 * Math.max(...nodes.map(({ allocatable }) => allocatable.memoryBytes)),
  };
  const free = new Map(nodes.map(({ name, allocatable }) => [name, { ...allocatable }]));
  return {
    stack: `random-${workloadCount}-${nodeCount}`,
    nodes,
    workloads: sizes.map(({ cpu, memory }, index): PlacementWorkload => {
      const requests = {
        cpuMilli: Math.max(10, Math.round(Math.min(largest.cpuMilli, cpu * perCpu))),
        memoryBytes: mebibyte * Math.max(1, Math.round(Math.min(largest.memoryBytes, memory * perMemory) / mebibyte)),
      };
      const barred = nodes.map(({ name }) => name).filter(() => random() < 0.15);
      const name = `app${String(index).padStart(3, "0")}`;
      return {
        id: `apps/${name}`,
        namespace: "apps",
        name,
        mode: "replicas",
        replicas: 1,
        requests: { ...requests, extended: {} },
        tier: 2,
        core: false,
        tolerations: [],
        requires: barred.length === 0 ? [] : [{ key: "kubernetes.io/hostname", operator: "NotIn", values: barred }],
        target: [],
        current: family === "running" ? runsOn(requests, barred) : {},
        pin: "prefer",
      };
    }),
    objectives: presets[preset],
    ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
  };

  function runsOn(
    requests: { readonly cpuMilli: number; readonly memoryBytes: number },
    barred: readonly string[],
  ): Record<string, number> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const name = nodes[Math.floor(random() ** 1.5 * nodes.length)]?.name ?? "";
      const room = free.get(name);
      if (room !== undefined && !barred.includes(name) && room.cpuMilli >= requests.cpuMilli && room.memoryBytes >= requests.memoryBytes) {
        free.set(name, { ...room, cpuMilli: room.cpuMilli - requests.cpuMilli, memoryBytes: room.memoryBytes - requests.memoryBytes });
        return { [name]: 1 };
      }
    }
    return {};
  }
}

function randomNode(index: number, random: () => number): PlacementNode {
  const name = `node${String(index).padStart(2, "0")}`;
  const cores = [4, 8, 12, 16][Math.floor(random() * 4)] ?? 4;
  const memoryGiB = [8, 16, 32, 64][Math.floor(random() * 4)] ?? 8;
  const idleWatts = 5 + Math.floor(random() * 20);
  return {
    name,
    allocatable: { cpuMilli: cores * 1000 - 50, memoryBytes: (memoryGiB - 1) * gibibyte, pods: 110, extended: {} },
    labels: { "kubernetes.io/hostname": name },
    capabilities: {},
    taints: [],
    controlPlane: false,
    power: { idleWatts, fullWatts: idleWatts + 15 + Math.floor(random() * 60) },
    host: name,
  };
}

/** Median 1, standard deviation of the logarithm 0.8. */
function logNormal(random: () => number): number {
  return Math.exp(0.8 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
