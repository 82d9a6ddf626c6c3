import { capabilityKey } from "../../hardware/capabilities";
import { controlPlaneLabel } from "../../hardware/node-labels";
import type { MachineRow, OperatingSystem } from "../../hardware/schema";
import { cpuMilli, formatCpuMilli, formatMemoryBytes, memoryBytes } from "../../quantities/quantity";
import { namedLabelValue } from "../../schema/fields";
import type { Node } from "../api/node";
import type { Remarks } from "../remarks";
import { addressOf } from "./address";
import { devicesOf } from "./devices";
import { gpusOf } from "./gpus";
import { machineLabelsOf } from "./labels";
import { poolOf } from "./pool";
import { estimatedPower } from "./power";
import { taintsOf } from "./taints";

/** What the rows of all machines depend on. */
export interface MachineContext {
  readonly system: OperatingSystem["kind"];
  readonly allowSchedulingOnControlPlanes: boolean;
  /** Keys of node labels by which some workload selects. */
  readonly selectedKeys: ReadonlySet<string>;
  /** How many of each extended resource the cluster's pods ask for. */
  readonly requested: ReadonlyMap<string, number>;
  readonly remarks: Remarks;
}

/** K3s sets both labels; kubeadm and Talos have left the second behind. */
const controlPlaneLabels: readonly string[] = [controlPlaneLabel, "node-role.kubernetes.io/master"];

export function roleOf({ metadata }: Pick<Node, "metadata">): "control-plane" | "worker" {
  return controlPlaneLabels.some((key) => key in metadata.labels) ? "control-plane" : "worker";
}

/**
 * The row of one node: threads and memory are its capacity, `observedAllocatable` what it lets pods request. Power is
 * estimated, and cores are the threads, or half of them where node feature discovery saw multithreading.
 *
 * @param index place of the node in the table, from 0; the address of a node without an IPv4 one follows from it.
 */
export function machineRowOf(node: Node, index: number, context: MachineContext): MachineRow {
  const { system, selectedKeys, requested, remarks } = context;
  const { labels, name } = node.metadata;
  const { capacity, allocatable } = node.status;
  const role = roleOf(node);
  const threads = Math.max(1, Math.floor(cpuMilli(capacity["cpu"] ?? "1") / 1000));
  const multithreaded = labels["feature.node.kubernetes.io/cpu-hardware_multithreading"] === "true" && threads % 2 === 0;
  const vendor = labels["feature.node.kubernetes.io/cpu-model.vendor_id"];
  const maxPods = Number(allocatable["pods"] ?? capacity["pods"] ?? "110");
  const scratch = allocatable["ephemeral-storage"];
  const zone = labels[capabilityKey.zone];
  const gpus = gpusOf(node, requested, remarks);
  const devices = [...devicesOf(node, requested)];
  const ownLabels = machineLabelsOf(labels, selectedKeys, { role, system });
  const taints = taintsOf(node, role, system, remarks, context.allowSchedulingOnControlPlanes).map(({ key, value, effect }) => ({
    key,
    ...(value === "" ? {} : { value }),
    effect,
  }));
  return {
    name,
    role,
    pool: poolOf(labels, role),
    cpu: { model: vendor === undefined ? "unknown" : `${vendor}, model unknown`, cores: multithreaded ? threads / 2 : threads, threads },
    memory: formatMemoryBytes(memoryBytes(capacity["memory"] ?? "0")),
    power: estimatedPower(threads),
    ...(gpus.length === 0 ? {} : { gpus }),
    ...(devices.length === 0 ? {} : { devices }),
    address: addressOf(node, index, remarks),
    ...(maxPods === 110 ? {} : { maxPods }),
    ...(scratch === undefined || !requested.has("ephemeral-storage") ? {} : { ephemeralStorage: formatMemoryBytes(memoryBytes(scratch)) }),
    ...(namedLabelValue.safeParse(zone).success && zone !== undefined ? { zone } : {}),
    ...(Object.keys(ownLabels).length === 0 ? {} : { labels: ownLabels }),
    ...(taints.length === 0 ? {} : { taints }),
    observedAllocatable: {
      cpu: formatCpuMilli(Math.min(cpuMilli(allocatable["cpu"] ?? capacity["cpu"] ?? "0"), threads * 1000)),
      memory: formatMemoryBytes(memoryBytes(allocatable["memory"] ?? capacity["memory"] ?? "0")),
    },
  };
}
