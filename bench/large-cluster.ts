import type { ObjectiveName, PlacementNode, PlacementProblem, PlacementWorkload } from "../infra/placement/problem";
import { randomNumbers } from "./random-numbers";

const gibibyte = 1024 ** 3;
const zone = "topology.kubernetes.io/zone";
const hostname = "kubernetes.io/hostname";

/** Machines of one kind. */
interface Shape {
  readonly pool: string;
  readonly cpuMilli: number;
  readonly memoryGiB: number;
  readonly gpus: number;
  readonly watts: readonly [idle: number, full: number];
}

const shapes: readonly Shape[] = [
  { pool: "general", cpuMilli: 31_500, memoryGiB: 124, gpus: 0, watts: [90, 300] },
  { pool: "general", cpuMilli: 31_500, memoryGiB: 124, gpus: 0, watts: [90, 300] },
  { pool: "compute", cpuMilli: 63_500, memoryGiB: 125, gpus: 0, watts: [140, 520] },
  { pool: "memory", cpuMilli: 31_500, memoryGiB: 250, gpus: 0, watts: [110, 320] },
  { pool: "gpu", cpuMilli: 47_500, memoryGiB: 188, gpus: 4, watts: [250, 1600] },
];

/** A cluster at the limit of what Kubernetes supports, or below it. */
export interface LargeClusterOptions {
  readonly nodes: number;
  readonly pods: number;
  /** Pods of one workload: each workload has between one and twice as many less one. */
  readonly replicas: number;
  /** Share of the pods that run before the plan, crowded on the first nodes. */
  readonly running: number;
  readonly objectives: readonly ObjectiveName[];
  readonly seed: number;
}

/**
 * Five kinds of machines in three zones. Of the workloads, a sixth each keeps its pods apart over host names, spreads them
 * strictly over zones, requires a pool, or has a target; a few need a GPU or follow another workload. Eight DaemonSets.
 */
export function largeCluster({ nodes: count, pods, replicas, running, objectives, seed }: LargeClusterOptions): PlacementProblem {
  const random = randomNumbers(seed);
  const nodes = Array.from({ length: count }, (_, index) => largeNode(index));
  const workloads: PlacementWorkload[] = Array.from({ length: 8 }, (_, index) => daemonSet(index));
  for (let placed = 0; placed < pods;) {
    const size = Math.min(pods - placed, 1 + Math.floor(random() * (2 * replicas - 1)));
    workloads.push(largeWorkload(workloads.length, size, nodes, running, random));
    placed += size;
  }
  return {
    stack: `large-${count}`,
    nodes,
    workloads,
    objectives,
    ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
  };
}

function largeNode(index: number): PlacementNode {
  const controlPlane = index < 3;
  const shape = shapes[index % shapes.length] ?? { pool: "general", cpuMilli: 0, memoryGiB: 0, gpus: 0, watts: [0, 0] };
  const name = `node${String(index).padStart(5, "0")}`;
  const labels = { "berth.dev/pool": shape.pool, [zone]: `zone-${"abc"[index % 3] ?? "a"}` };
  return {
    name,
    allocatable: {
      cpuMilli: shape.cpuMilli,
      memoryBytes: shape.memoryGiB * gibibyte,
      pods: 110,
      extended: shape.gpus === 0 ? {} : { "nvidia.com/gpu": shape.gpus },
    },
    labels: { ...labels, [hostname]: name },
    capabilities: labels,
    taints: [
      ...(controlPlane ? [{ key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" as const }] : []),
      ...(shape.gpus > 0 ? [{ key: "nvidia.com/gpu", value: "", effect: "NoSchedule" as const }] : []),
    ],
    controlPlane,
    power: { idleWatts: shape.watts[0], fullWatts: shape.watts[1] },
    host: name,
  };
}

function daemonSet(index: number): PlacementWorkload {
  const name = `agent${index}`;
  return {
    ...plain(name, 1, { cpuMilli: 50, memoryBytes: 0.1 * gibibyte, extended: {} }),
    mode: "perNode",
    tolerations: [{ operator: "Exists" }],
    tier: 0,
    core: true,
  };
}

function largeWorkload(
  index: number,
  replicas: number,
  nodes: readonly PlacementNode[],
  running: number,
  random: () => number,
): PlacementWorkload {
  const name = `app${String(index).padStart(6, "0")}`;
  const requests = {
    cpuMilli: 50 * Math.ceil(random() ** 3 * 40),
    memoryBytes: 128 * Math.ceil(random() ** 3 * 48) * 1024 ** 2,
    extended: {},
  };
  const current: Record<string, number> = {};
  for (let pod = 0; pod < replicas && random() < running; pod++) {
    // Squaring crowds the first nodes, as an unplanned cluster does.
    const node = nodes[Math.floor(random() ** 2 * nodes.length)];
    if (node !== undefined) {
      current[node.name] = (current[node.name] ?? 0) + 1;
    }
  }
  const tier = ([0, 1, 2, 3, 4] as const)[Math.floor(random() * 5)] ?? 4;
  const base = { ...plain(name, replicas, requests), tier, current };
  const pool = (value: string): PlacementWorkload["requires"] => [{ key: "berth.dev/pool", operator: "In", values: [value] }];
  switch (Math.floor(random() * 12)) {
    case 0:
    case 1:
      return { ...base, antiAffinityTopologyKey: hostname };
    case 2:
    case 3:
      return { ...base, spreads: [{ topologyKey: zone, maxSkew: 1, strict: true }] };
    case 4:
    case 5:
      return { ...base, requires: pool("compute") };
    case 6:
    case 7:
      return { ...base, target: pool("memory") };
    case 8:
      return random() < 0.2
        ? {
            ...base,
            replicas: Math.min(replicas, 4),
            requests: { ...requests, extended: { "nvidia.com/gpu": 1 } },
            tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
          }
        : base;
    case 9:
      return random() < 0.5 ? { ...base, colocateWith: "kube-system/agent0" } : base;
    default:
      return base;
  }
}

function plain(name: string, replicas: number, requests: PlacementWorkload["requests"]): PlacementWorkload {
  const namespace = name.startsWith("agent") ? "kube-system" : "apps";
  return {
    id: `${namespace}/${name}`,
    namespace,
    name,
    mode: "replicas",
    replicas,
    requests,
    tier: 2,
    core: false,
    tolerations: [],
    requires: [],
    target: [],
    current: {},
    pin: "prefer",
  };
}
