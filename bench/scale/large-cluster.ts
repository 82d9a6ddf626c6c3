import type { ObjectiveName, PlacementNode, PlacementProblem, PlacementWorkload } from "../../infra/placement/problem";
import { pseudoRandom } from "../../infra/placement/search/pseudo-random";
import { families, type FamilyName, hostnameLabel, poolLabel, teams, teamTaint, zoneLabel } from "./families";

const gibibyte = 1024 ** 3;
const daemonSets = 8;

/** Machines of one kind. */
interface Shape {
  readonly pool: string;
  readonly cpuMilli: number;
  readonly memoryGiB: number;
  readonly gpus: number;
  readonly watts: readonly [idle: number, full: number];
}

const general: Shape = { pool: "general", cpuMilli: 31_500, memoryGiB: 124, gpus: 0, watts: [90, 300] };
const shapes: readonly Shape[] = [
  general,
  general,
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
  /** How likely the next pod of a workload runs before the plan, as long as all before it do; crowded on the first nodes. */
  readonly running: number;
  readonly family: FamilyName;
  readonly objectives: readonly ObjectiveName[];
  readonly seed: number;
}

/** Five kinds of machines in three zones, eight DaemonSets, and workloads of which many are small and few are large. */
export function largeCluster({ nodes: count, pods, replicas, running, family, objectives, seed }: LargeClusterOptions): PlacementProblem {
  const random = pseudoRandom(seed);
  const nodes = Array.from({ length: count }, (_, index) => largeNode(index, family));
  const workloads: PlacementWorkload[] = Array.from({ length: daemonSets }, (_, index) => daemonSet(index));
  for (let placed = 0; placed < pods;) {
    const size = Math.min(pods - placed, 1 + Math.floor(random() * (2 * replicas - 1)));
    const base = largeWorkload(workloads.length, size, nodes, running, random);
    workloads.push(families[family](base, random, workloads.at(-1)));
    placed += size;
  }
  return {
    stack: `${family}-${count}`,
    nodes,
    workloads,
    objectives,
    ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
  };
}

function largeNode(index: number, family: FamilyName): PlacementNode {
  const controlPlane = index < 3;
  const shape = shapes[index % shapes.length] ?? general;
  const gpus = family === "gpu" ? 6 * shape.gpus : shape.gpus;
  // Every other node of the family belongs to a team.
  const team = family === "taints" && index % 2 === 1 ? teams[Math.floor(index / 2) % teams.length] : undefined;
  const name = `node${String(index).padStart(5, "0")}`;
  const labels = { [poolLabel]: shape.pool, [zoneLabel]: `zone-${"abc"[index % 3] ?? "a"}` };
  return {
    name,
    allocatable: {
      cpuMilli: shape.cpuMilli,
      memoryBytes: shape.memoryGiB * gibibyte,
      pods: 110,
      extended: gpus === 0 ? {} : { "nvidia.com/gpu": gpus },
    },
    labels: { ...labels, [hostnameLabel]: name },
    capabilities: labels,
    taints: [
      ...(controlPlane ? [{ key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" as const }] : []),
      ...(gpus > 0 ? [{ key: "nvidia.com/gpu", value: "", effect: "NoSchedule" as const }] : []),
      ...(team === undefined ? [] : [{ key: teamTaint, value: team, effect: "NoSchedule" as const }]),
    ],
    controlPlane,
    power: { idleWatts: shape.watts[0], fullWatts: shape.watts[1] },
    host: name,
  };
}

function daemonSet(index: number): PlacementWorkload {
  return {
    ...plain("kube-system", `agent${index}`, 1, { cpuMilli: 50, memoryBytes: 0.1 * gibibyte, extended: {} }),
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
  return { ...plain("apps", `app${String(index).padStart(6, "0")}`, replicas, requests), tier, current };
}

function plain(namespace: string, name: string, replicas: number, requests: PlacementWorkload["requests"]): PlacementWorkload {
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
