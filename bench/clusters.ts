import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../infra/placement/problem";
import { randomNumbers } from "./random-numbers";

const gibibyte = 1024 ** 3;
const pools = ["general", "compute", "efficient"] as const;

/**
 * A cluster of the homelab's kind at any size: one control plane to eight workers, machines of three kinds, and fifteen
 * workloads a node that crowd the control plane and the first workers, half of them tied to two pools.
 */
export function syntheticCluster(nodeCount: number, seed: number): PlacementProblem {
  const random = randomNumbers(seed);
  const nodes = Array.from({ length: nodeCount }, (_, index) => syntheticNode(index));
  const workloads = Array.from({ length: nodeCount * 15 }, (_, index) => syntheticWorkload(index, nodes, random));
  return {
    stack: `synthetic-${nodeCount}`,
    nodes,
    workloads,
    objectives: ["place", "control-plane", "ceilings", "balance", "watts", "disruption"],
    ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
  };
}

function syntheticNode(index: number): PlacementNode {
  const controlPlane = index % 9 === 0;
  const pool = controlPlane ? "control-plane" : (pools[index % pools.length] ?? "general");
  const name = `node${String(index).padStart(4, "0")}`;
  const cpuMilli = { "control-plane": 7950, general: 11950, compute: 13950, efficient: 15950 }[pool];
  const memoryGiB = { "control-plane": 15, general: 22, compute: 59, efficient: 14 }[pool];
  return {
    name,
    allocatable: { cpuMilli, memoryBytes: memoryGiB * gibibyte, pods: 110, extended: {} },
    labels: { "kubernetes.io/hostname": name, "berth.dev/pool": pool },
    capabilities: { "berth.dev/pool": pool },
    taints: controlPlane ? [{ key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" }] : [],
    controlPlane,
    power: { idleWatts: 10, fullWatts: 40 },
    host: name,
  };
}

function syntheticWorkload(index: number, nodes: readonly PlacementNode[], random: () => number): PlacementWorkload {
  // Squaring crowds the first nodes, as an unplanned cluster does.
  const node = nodes[Math.floor(random() ** 2 * nodes.length)];
  const name = `app${String(index).padStart(5, "0")}`;
  const tier = ([0, 1, 2, 3, 4] as const)[Math.floor(random() * 5)] ?? 4;
  return {
    id: `apps/${name}`,
    namespace: "apps",
    name,
    mode: "replicas",
    replicas: 1,
    requests: {
      cpuMilli: 50 + Math.floor(random() ** 3 * 1500),
      memoryBytes: Math.floor((0.1 + random() ** 3 * 3) * gibibyte),
      extended: {},
    },
    tier,
    core: false,
    tolerations: [],
    requires: [],
    target: random() < 0.5 ? [] : [{ key: "berth.dev/pool", operator: "In", values: ["general", "compute"] }],
    current: node === undefined ? {} : { [node.name]: 1 },
    pin: "prefer",
  };
}
