import { capabilityKey } from "../hardware/capabilities";
import type { HardwareProfile, Machine } from "../hardware/machine";
import { hostnameLabel, nodeLabelsOf } from "../hardware/node-labels";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../placement/problem";
import { tierNumber } from "../workloads/priority";
import type { Workload } from "../workloads/workload";
import type { StackConfig } from "./config";
import { firstObjectives, type Planning } from "./planning";
import type { Stack } from "./stack";

/** Poses the question of where everything goes, from tables that have been checked. */
export function buildProblem(stack: Omit<Stack, "problem">, planning: Planning, objective: StackConfig["objective"]): PlacementProblem {
  return {
    stack: stack.name,
    nodes: stack.hardware.machines.map((machine) => nodeOf(machine, stack.hardware)),
    workloads: stack.workloads.map(placementOf),
    objectives: [...firstObjectives, ...planning.presets[objective]],
    ceilings: planning.ceilings,
  };
}

function nodeOf(machine: Machine, hardware: HardwareProfile): PlacementNode {
  return {
    name: machine.name,
    allocatable: machine.allocatable,
    labels: nodeLabelsOf(machine, hardware.operatingSystem.kind),
    taints: machine.taints,
    controlPlane: machine.role === "control-plane" && !hardware.allowSchedulingOnControlPlanes,
    ...(machine.role === "control-plane" && hardware.allowSchedulingOnControlPlanes ? { runsControlPlane: true } : {}),
    power: machine.power,
    host: machine.host ?? machine.name,
    // What discovery adds comes and goes with its own pods; only what the machine is for good is a capability.
    capabilities: machine.labels,
  };
}

const topologyKey = { node: hostnameLabel, zone: capabilityKey.zone } as const;

function placementOf(workload: Workload): PlacementWorkload {
  return {
    id: workload.id,
    namespace: workload.namespace,
    name: workload.name,
    ...modeOf(workload),
    replicas: workload.replicas,
    ...(workload.scaling === undefined
      ? {}
      : { scale: { minReplicas: workload.scaling.minReplicas, maxReplicas: workload.scaling.maxReplicas } }),
    requests: workload.requests,
    currentRequests: workload.currentRequests,
    tier: tierNumber(workload.tier),
    core: workload.core,
    tolerations: workload.tolerations,
    requires: workload.requires,
    target: workload.target,
    ...(workload.antiAffinity === undefined ? {} : { antiAffinityTopologyKey: topologyKey[workload.antiAffinity] }),
    ...(workload.colocateWith === undefined ? {} : { colocateWith: workload.colocateWith }),
    ...(workload.spread === undefined
      ? {}
      : {
          spreads: [{ topologyKey: topologyKey[workload.spread.over], maxSkew: workload.spread.maxSkew, strict: workload.spread.strict }],
        }),
    current: workload.current,
    pin: workload.pin,
  };
}

function modeOf(workload: Workload): Pick<PlacementWorkload, "mode" | "fixedBecause"> {
  if (workload.kind === "DaemonSet") {
    return { mode: "perNode" };
  }
  if (workload.kind === "StaticPod") {
    return { mode: "fixed", fixedBecause: "it is a static pod: the kubelet of its node runs it" };
  }
  return workload.immovable === undefined ? { mode: "replicas" } : { mode: "fixed", fixedBecause: workload.immovable };
}
