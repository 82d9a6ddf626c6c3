import { capabilityKey } from "../hardware/capabilities";
import type { HardwareProfile, Machine } from "../hardware/machine";
import { nodeLabelsOf } from "../hardware/node-labels";
import type { PlacementNode, PlacementProblem } from "../placement/problem";
import type { StackConfig } from "./config";
import { placementHostsOf } from "./placement-hosts";
import { placementWorkloadOf } from "./placement-workload";
import { firstObjectives, type Planning } from "./planning";
import type { Stack } from "./stack";

/** Poses the question of where everything goes, from tables that have been checked. */
export function buildProblem(stack: Omit<Stack, "problem">, planning: Planning, objective: StackConfig["objective"]): PlacementProblem {
  const hosts = placementHostsOf(stack.hardware);
  const workloads = stack.workloads.filter(({ burst }) => burst !== "only");
  return {
    stack: stack.name,
    nodes: stack.hardware.machines.map((machine) => nodeOf(machine, stack.hardware)),
    workloads: workloads.map((workload) => placementWorkloadOf(workload, workloads)),
    ...(hosts.length === 0 ? {} : { hosts }),
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
    capabilities: capabilitiesOf(machine),
  };
}

/**
 * What discovery adds comes and goes with its own pods; only what the machine is for good is a capability. Whether a
 * rented server is permanent is for workloads to ask for: a plan that chose by it would place everything anew whenever
 * the fleet grows.
 */
function capabilitiesOf({ labels }: Machine): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key !== capabilityKey.lifecycle));
}
