import type { HardwareTable } from "../hardware/schema";
import type { StackDefinition } from "../stack/definition";
import type { NamespaceRow, WorkloadRow } from "../workloads/schema";
import type { MetadataOnly } from "./api/metadata";
import { modelMachineOf } from "./machines/model-labels";
import { hardwareTableOf } from "./machines/hardware-table";
import { usableNodes } from "./machines/usable-nodes";
import { groupWorkloads, isActive } from "./owners/group-workloads";
import { effectiveSpec, type ObservedWorkload, workloadId } from "./owners/observed-workload";
import { type Remark, Remarks } from "./remarks";
import type { ClusterSnapshot } from "./snapshot";
import { withoutCycles } from "./workloads/acyclic-colocation";
import { remarkDaemonSetNodes } from "./workloads/daemon-set-nodes";
import { namespacesOf } from "./workloads/namespaces";
import { nodeDemandOf } from "./workloads/node-demand";
import { tierOfPriorityClass } from "./workloads/tier";
import { isCoreToleration } from "./workloads/tolerations";
import { workloadRowOf } from "./workloads/workload-row";

/** The tables of a live cluster, and what they do not say as the cluster does. */
export interface Observation {
  readonly definition: StackDefinition;
  readonly remarks: readonly Remark[];
}

/**
 * How an adopted cluster is planned until its owner decides otherwise: ceilings first, then as few moves as possible.
 */
const planning: NonNullable<StackDefinition["planning"]> = {
  presets: {
    balance: ["ceilings", "disruption", "balance", "watts"],
    power: ["ceilings", "watts", "disruption", "balance"],
  },
  ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
};

/** Turns what was read of a cluster into the tables of a stack. Depends on the snapshot alone, and not on its order. */
export function observeCluster(snapshot: ClusterSnapshot, stackName: string, before: readonly Remark[] = []): Observation {
  const remarks = new Remarks();
  for (const { kind, subject, message, fix } of before) {
    remarks.add(kind, subject, message, fix);
  }
  const usable = snapshot.nodes === undefined ? undefined : usableNodes(snapshot.nodes, remarks);
  const hardware = hardwareTableOf({ ...snapshot, nodes: usable }, snapshot.pods.filter(isActive), nodeDemandOf(snapshot), remarks);
  const workloads = groupWorkloads(snapshot, new Set(hardware.machines.map(({ name }) => name)), remarks).filter((workload) =>
    isKept(workload, remarks),
  );
  const rows = workloadRows(snapshot, hardware, workloads, remarks);
  const namespaces = namespacesOf(workloads, rows);
  remarkAutoscalers(snapshot, remarks);
  remarkEmptyNamespaces(snapshot, namespaces, remarks);
  return {
    definition: { name: stackName, hardware, namespaces, workloads: finished(rows, workloads, hardware, namespaces, remarks), planning },
    remarks: remarks.all(),
  };
}

/** A DaemonSet that runs nowhere selects what is not there; its row would put it on every node. */
function isKept(workload: ObservedWorkload, remarks: Remarks): boolean {
  if (workload.kind !== "DaemonSet" || workload.pods.length > 0) {
    return true;
  }
  remarks.add("left out", workloadId(workload), "a DaemonSet without a pod");
  return false;
}

function workloadRows(
  snapshot: ClusterSnapshot,
  hardware: HardwareTable,
  workloads: readonly ObservedWorkload[],
  remarks: Remarks,
): readonly WorkloadRow[] {
  const system = hardware.cluster.operatingSystem.kind;
  const kept = new Set(workloads.flatMap(({ pods }) => pods));
  const strays = snapshot.pods.filter((pod) => isActive(pod) && !kept.has(pod));
  const machineNames = new Set(hardware.machines.map(({ name }) => name));
  const context = {
    workloads,
    strayLabels: new Map(
      [...Map.groupBy(strays, ({ metadata }) => metadata.namespace)].map(([namespace, pods]) => [
        namespace,
        pods.map(({ metadata }) => metadata.labels),
      ]),
    ),
    system,
    machines: hardware.machines,
    modelMachines: hardware.machines.map((machine) => modelMachineOf(machine, system)),
    storage: {
      claims: byId(snapshot.persistentVolumeClaims),
      volumes:
        snapshot.persistentVolumes === undefined
          ? undefined
          : new Map(snapshot.persistentVolumes.map((volume) => [volume.metadata.name, volume])),
      realNodes: snapshot.nodes?.map(({ metadata }) => metadata).filter(({ name }) => machineNames.has(name)),
    },
    budgets: [...(snapshot.podDisruptionBudgets ?? [])].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
    usage: byId(snapshot.podMetrics) ?? new Map(),
    remarks,
  };
  return withoutCycles(
    workloads.map((workload) => workloadRowOf(workload, context)),
    remarks,
  );
}

/** What depends on the namespaces: their tolerations and tiers are not repeated in the rows. */
function finished(
  rows: readonly WorkloadRow[],
  workloads: readonly ObservedWorkload[],
  hardware: HardwareTable,
  namespaces: readonly NamespaceRow[],
  remarks: Remarks,
): readonly WorkloadRow[] {
  const system = hardware.cluster.operatingSystem.kind;
  const tables = {
    machines: hardware.machines,
    modelMachines: hardware.machines.map((machine) => modelMachineOf(machine, system)),
    system,
    allowSchedulingOnControlPlanes: hardware.cluster.allowSchedulingOnControlPlanes ?? false,
  };
  return rows.map((row, index) => {
    const workload = workloads[index];
    const namespace = namespaces.find(({ name }) => name === row.namespace);
    const { tolerations, ...rest } = row;
    const own = (tolerations ?? []).filter((toleration) => namespace?.core !== true || !isCoreToleration(toleration));
    const tier = workload === undefined ? undefined : tierOfPriorityClass(effectiveSpec(workload)?.priorityClassName ?? "");
    const result: WorkloadRow = {
      ...rest,
      ...(own.length === 0 ? {} : { tolerations: own }),
      ...(tier === undefined || tier === namespace?.tier ? {} : { tier }),
    };
    if (workload?.kind === "DaemonSet") {
      remarkDaemonSetNodes(result, workload, namespace, tables, remarks);
    }
    return result;
  });
}

function remarkAutoscalers({ horizontalPodAutoscalers }: ClusterSnapshot, remarks: Remarks): void {
  for (const { metadata, spec } of horizontalPodAutoscalers ?? []) {
    const { kind, name } = spec.scaleTargetRef;
    remarks.add(
      "left out",
      `${metadata.namespace}/${name}`,
      `that ${metadata.name} scales this ${kind} from ${spec.minReplicas ?? 1} to ${spec.maxReplicas}; the table has its pods now`,
      "where KEDA does it, write scaling with its triggers",
    );
  }
}

function remarkEmptyNamespaces({ namespaces }: ClusterSnapshot, rows: readonly NamespaceRow[], remarks: Remarks): void {
  for (const { metadata } of namespaces ?? []) {
    if (!rows.some(({ name }) => name === metadata.name)) {
      remarks.add("left out", metadata.name, "a namespace without workloads");
    }
  }
}

function byId<T extends MetadataOnly>(objects: readonly T[] | undefined): ReadonlyMap<string, T> | undefined {
  return objects === undefined ? undefined : new Map(objects.map((object) => [idOf(object), object]));
}

function idOf({ metadata }: MetadataOnly): string {
  return `${metadata.namespace}/${metadata.name}`;
}
