import type { MachineRow, OperatingSystem } from "../../hardware/schema";
import type { NodeRequirement, WorkloadRow } from "../../workloads/schema";
import type { PodDisruptionBudget } from "../api/disruption-budget";
import type { ModelMachine } from "../machines/model-labels";
import { effectiveSpec, type ObservedWorkload, workloadId, writtenSpec } from "../owners/observed-workload";
import type { Remarks } from "../remarks";
import { disruptionOf } from "./disruption";
import { foldIntoGpu, hardwareNeedsOf } from "./hardware-needs";
import { hostPortsOf } from "./host-ports";
import { managedByOf } from "./managed-by";
import { expressNodes, type ExpressedRequirements, expressRequirements } from "./node-requirements";
import { podLabelsOf } from "./pod-labels";
import { podRelationsOf } from "./pod-relations";
import { replicasOf } from "./replicas";
import { resourcesOf } from "./resources";
import { rolloutOf } from "./rollout";
import { tolerationsOf } from "./tolerations";
import { type UsageByPod, usageNote } from "./usage";
import { type Storage, volumesOf } from "./volumes";

/** What the rows of all workloads depend on. */
export interface WorkloadContext {
  readonly workloads: readonly ObservedWorkload[];
  /** Label sets of pods that are in no row, by namespace. */
  readonly strayLabels: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;
  readonly system: OperatingSystem["kind"];
  readonly machines: readonly MachineRow[];
  readonly modelMachines: readonly ModelMachine[];
  readonly storage: Storage;
  readonly budgets: readonly PodDisruptionBudget[];
  readonly usage: UsageByPod;
  readonly remarks: Remarks;
}

/** The row of one workload. What the table cannot say, and yet holds the workload where it is, makes it immovable. */
export function workloadRowOf(workload: ObservedWorkload, context: WorkloadContext): WorkloadRow {
  const { remarks, workloads } = context;
  const id = workloadId(workload);
  const { kind, namespace, name } = workload;
  const perNode = kind === "DaemonSet" || kind === "StaticPod";
  const { requests, limits, others } = resourcesOf(workload, remarks);
  const counts = replicasOf(workload, remarks);
  const volumes = volumesOf(workload, context.storage, remarks);
  const needs = hardwareNeedsOf(id, others, context.machines, remarks);
  const expressed = requirementsOf(workload, volumes.conditions, context);
  const { gpu, requires } = foldIntoGpu(needs.gpu, expressed.requires, context.machines);
  const devices = [...new Set([...needs.devices, ...expressed.devices])].sort();
  const bound = [
    ...expressed.inexpressible.map((words) => `it selects nodes by ${words}`),
    ...needs.inexpressible.map((words) => `it asks for ${words}`),
  ];
  const immovable = perNode || counts.current === undefined ? undefined : bound.join("; ");
  if (bound.length > 0) {
    remarks.add(
      immovable === undefined ? "left out" : "changed",
      id,
      `${bound.join("; ")}, for which the tables have no word${immovable === undefined ? "" : "; the row makes it immovable"}`,
    );
  }
  const podLabels = podLabelsOf(workload, labelsOfOthers(workload, context), remarks);
  const tolerations = tolerationsOf(workload, needs.impliedTolerations, remarks);
  const relations = podRelationsOf(workload, { workloads, hasZones: context.machines.some(({ zone }) => zone !== undefined), remarks });
  const replicas = counts.replicas ?? 1;
  const local = volumes.rows.some(({ storage }) => storage === "node-local");
  const disruption = disruptionOf(workload, replicas, context.budgets, workloads, remarks);
  const hostPorts = hostPortsOf(workload);
  const rollout = rolloutOf(workload.strategy);
  const note = usageNote(workload, context.usage);
  remarkRest(workload, remarks);
  const row: WorkloadRow = {
    namespace,
    name,
    kind,
    managedBy: managedByOf(workload, context.system, remarks),
    ...(counts.replicas === undefined ? {} : { replicas: counts.replicas }),
    requests: { ...requests, ...(Object.keys(needs.extended).length === 0 ? {} : { extended: { ...needs.extended } }) },
    ...(limits === undefined ? {} : { limits }),
    ...(podLabels === undefined ? {} : { podLabels }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(requires.length === 0 ? {} : { requires: [...requires] }),
    ...(gpu === undefined ? {} : { gpu }),
    ...(devices.length === 0 ? {} : { devices }),
    ...(volumes.rows.length === 0 ? {} : { volumes: [...volumes.rows] }),
    ...(hostPorts.length === 0 ? {} : { hostPorts }),
    ...relations,
    ...(rollout === undefined ? {} : { rollout }),
    ...(disruption === undefined ? {} : { disruption }),
    ...(counts.current === undefined ? {} : { current: counts.current }),
    ...(immovable === undefined || immovable === "" ? {} : { immovable }),
    ...(note === undefined ? {} : { note }),
  };
  return kind === "Deployment" && local ? tiedToOneDisk(row, id, remarks) : row;
}

/** What the pods select nodes by. A DaemonSet whose selection has no words selects the nodes that it is on. */
function requirementsOf(
  workload: ObservedWorkload,
  conditions: Parameters<typeof expressRequirements>[3],
  { storage, modelMachines, remarks }: WorkloadContext,
): Pick<ExpressedRequirements, "requires" | "devices" | "inexpressible"> {
  const id = workloadId(workload);
  const spec = writtenSpec(workload);
  if (spec === undefined || workload.kind === "StaticPod") {
    return { requires: [], devices: [], inexpressible: [] };
  }
  const expressed = expressRequirements(
    workload.kind === "DaemonSet" ? withoutNodeNames(spec) : spec,
    storage.realNodes,
    modelMachines,
    conditions,
  );
  for (const words of expressed.replaced) {
    remarks.add("changed", id, `selects nodes by ${words}`);
  }
  if (workload.kind !== "DaemonSet" || expressed.inexpressible.length === 0) {
    return expressed;
  }
  const nodes = new Set(workload.pods.map(({ spec: { nodeName } }) => nodeName ?? ""));
  const instead: readonly NodeRequirement[] | undefined = expressNodes(nodes, modelMachines);
  if (instead === undefined) {
    return expressed;
  }
  remarks.add("changed", id, `selects nodes by ${expressed.inexpressible.join("; ")}; the table selects the nodes that it is on`);
  return { requires: instead, devices: expressed.devices, inexpressible: [] };
}

/** The DaemonSet controller ties each pod to its node by name; that is not what the user wrote. */
function withoutNodeNames(spec: NonNullable<ReturnType<typeof writtenSpec>>): typeof spec {
  const { nodeAffinity } = spec.affinity;
  const required = nodeAffinity.required
    .map((term) => ({ ...term, matchFields: term.matchFields.filter(({ key }) => key !== "metadata.name") }))
    .filter(({ matchExpressions, matchFields }) => matchExpressions.length + matchFields.length > 0);
  return { ...spec, affinity: { ...spec.affinity, nodeAffinity: { ...nodeAffinity, required } } };
}

function labelsOfOthers(
  workload: ObservedWorkload,
  { workloads, strayLabels }: WorkloadContext,
): readonly Readonly<Record<string, string>>[] {
  const others = workloads.filter((other) => other.namespace === workload.namespace && other.name !== workload.name);
  return [...others.flatMap(({ labelSets }) => labelSets), ...(strayLabels.get(workload.namespace) ?? [])];
}

/** The pods of a Deployment share its claims: they cannot be apart and have one disk in common. */
function tiedToOneDisk(row: WorkloadRow, id: string, remarks: Remarks): WorkloadRow {
  if (Object.keys(row.current ?? {}).length > 1) {
    remarks.add("changed", id, "has volumes on the disks of several nodes, each pod its own; the table makes it immovable instead");
    return {
      ...row,
      volumes: (row.volumes ?? []).map((volume) => ({ ...volume, storage: "network" })),
      immovable: row.immovable ?? "each of its pods has a volume on the disk of its node",
    };
  }
  if (row.antiAffinity === undefined) {
    return row;
  }
  const { antiAffinity, ...rest } = row;
  remarks.add("left out", id, `its anti-affinity by ${antiAffinity}: its volume is on the disk of one node`);
  return rest;
}

function remarkRest(workload: ObservedWorkload, remarks: Remarks): void {
  const id = workloadId(workload);
  const spec = effectiveSpec(workload);
  if (spec !== undefined && spec.schedulerName !== "default-scheduler") {
    remarks.add("left out", id, `that ${spec.schedulerName} schedules it`);
  }
  if ((writtenSpec(workload)?.affinity.nodeAffinity.preferences ?? 0) > 0) {
    remarks.add("left out", id, "its preference for certain nodes, which the plan replaces by its own");
  }
}
