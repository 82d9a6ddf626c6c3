import { type BurstPool, toleratesBurst } from "../burst/burst-pool";
import type { Finding } from "../diagnostics/finding";
import { capabilityKey } from "../hardware/capabilities";
import { controlPlaneTaint } from "../hardware/control-plane-taint";
import type { Machine } from "../hardware/machine";
import { nodeLabelsOf } from "../hardware/node-labels";
import type { OperatingSystem } from "../hardware/schema";
import { cpuMilli as readCpuMilli, memoryBytes as readMemoryBytes } from "../quantities/quantity";
import { parseRows } from "../schema/parse";
import { checkOneLimitRange, withTierLimits } from "../tiers/apply-to-namespaces";
import type { Tiers } from "../tiers/normalize";
import { checkAffinityOrder } from "./checks/affinity-order";
import { checkBurst } from "./checks/burst";
import { checkColocation } from "./checks/colocation";
import { checkCoordination } from "./checks/coordination";
import { checkCurrentNodes } from "./checks/current-nodes";
import { checkDisruptionBudget } from "./checks/disruption-budget";
import { checkExtendedResources } from "./checks/extended-resources";
import { checkHardwareNeeds } from "./checks/hardware-needs";
import { checkHostPorts } from "./checks/host-ports";
import { checkKinds } from "./checks/kinds";
import { checkLimitRanges } from "./checks/limit-ranges";
import { checkLimitRangeAdmits } from "./checks/limit-range-admits";
import { checkLimits } from "./checks/limits";
import { checkNamespaces } from "./checks/namespaces";
import { checkOwnership } from "./checks/ownership";
import { checkPodAffinity } from "./checks/pod-affinity";
import { checkPodLabels } from "./checks/pod-labels";
import { checkPodLevelResources } from "./checks/pod-level-resources";
import { checkRequirements } from "./checks/requirements";
import { checkRollout } from "./checks/rollout";
import { checkScaling } from "./checks/scaling";
import { checkSpread } from "./checks/spread";
import { checkTolerations } from "./checks/tolerations";
import { checkTopologies } from "./checks/topologies";
import { checkUniqueNames } from "./checks/unique-names";
import { checkVerticalScaling } from "./checks/vertical-scaling";
import { checkVolumes } from "./checks/volumes";
import { idOf, type WorkloadCheck, type WorkloadRows } from "./checks/check";
import { coordinatorOf } from "./coordination";
import { hardwareNeedsOf } from "./hardware-needs";
import { hostPortsOf } from "./host-ports";
import { immovableReason } from "./immovable";
import { runsOn } from "./node-matching";
import { defaultPodLabels } from "./pod-labels";
import { podResourcesOf } from "./pod-resources";
import { spreadsOf } from "./spreads";
import {
  namespaceSchema,
  type NodeRequirement,
  type ParsedNamespace,
  type ParsedWorkload,
  type Toleration,
  workloadSchema,
} from "./schema";
import type { VerticalScaling, VerticalScalingRow } from "./vertical-scaling";
import type { Workload } from "./workload";

const checks: readonly WorkloadCheck[] = [
  checkUniqueNames,
  checkNamespaces,
  checkKinds,
  checkOwnership,
  checkLimitRanges,
  checkLimits,
  checkLimitRangeAdmits,
  checkPodLevelResources,
  checkExtendedResources,
  checkHostPorts,
  checkPodLabels,
  checkCurrentNodes,
  checkTolerations,
  checkRequirements,
  checkHardwareNeeds,
  checkColocation,
  checkPodAffinity,
  checkAffinityOrder,
  checkSpread,
  checkTopologies,
  checkVolumes,
  checkRollout,
  checkScaling,
  checkVerticalScaling,
  checkDisruptionBudget,
  checkCoordination,
  checkBurst,
];

export interface ReadWorkloads {
  readonly namespaces: readonly ParsedNamespace[];
  readonly workloads: readonly ParsedWorkload[];
  readonly findings: readonly Finding[];
}

/** Reads the namespace and workload tables and says everything that is wrong with them. */
export function readWorkloads(
  tables: { readonly namespaces: unknown; readonly workloads: unknown },
  { tiers, ...context }: Pick<WorkloadRows, "machineNames" | "machines" | "applyRecommendations"> & { readonly tiers?: Tiers | undefined },
): ReadWorkloads {
  const namespaces = parseRows(namespaceSchema, tables.namespaces, "namespaces");
  const limited = withTierLimits(namespaces.rows, tiers);
  const workloads = parseRows(workloadSchema, tables.workloads, "workloads");
  const rows: WorkloadRows = {
    ...context,
    namespaces: limited,
    workloads: workloads.rows,
    namespaceNames: namespaces.names,
    workloadIds: workloads.names,
  };
  return {
    namespaces: limited,
    workloads: workloads.rows,
    findings: [
      ...namespaces.findings,
      ...workloads.findings,
      ...checkOneLimitRange(namespaces.rows, tiers),
      ...checks.flatMap((check) => check(rows)),
    ],
  };
}

/** Where workloads can run: what their defaults and derived values depend on. */
export interface Surroundings {
  readonly machines: readonly Machine[];
  readonly operatingSystem: OperatingSystem["kind"];
  readonly applyRecommendations: boolean;
  /** Nodes that can be rented; absent when bursts are off. */
  readonly burst?: BurstPool;
  /** Ids of the workloads that no machine of the table could run. Default: none. */
  readonly burstOnly?: ReadonlySet<string>;
}

const toleratesControlPlane: Toleration = { key: controlPlaneTaint.key, operator: "Exists", effect: controlPlaneTaint.effect };

/** Fills in a checked row's defaults and computes what follows from its namespace and the machines. */
export function normalizeWorkload(row: ParsedWorkload, namespace: ParsedNamespace, surroundings: Surroundings): Workload {
  const burst = burstOf(row, surroundings);
  const needs = hardwareNeedsOf(row, burst === "only" ? (surroundings.burst?.machines ?? []) : surroundings.machines);
  const pod = { limitRange: namespace.limitRange, devices: needs.extended };
  const resources = podResourcesOf(row, { ...pod, applyRecommendations: surroundings.applyRecommendations });
  const { cpuMilli, memoryBytes } = podResourcesOf(row, { ...pod, applyRecommendations: false }).requests;
  const tolerations = [
    ...row.tolerations,
    ...(namespace.core ? [toleratesControlPlane] : []),
    ...needs.tolerations,
    ...(burst === undefined ? [] : [toleratesBurst]),
  ];
  const rented = burst === "only" && surroundings.burst !== undefined ? [onlyIn(surroundings.burst)] : [];
  const requires = [...rented, ...needs.requires, ...row.requires];
  const immovable = immovableReason(row);
  const everywhere = row.kind === "DaemonSet" ? nodesOf({ requires, tolerations }, surroundings) : undefined;
  const current = everywhere === undefined || row.isNew ? row.current : Object.fromEntries(everywhere.map((name) => [name, 1]));
  return {
    id: idOf(row),
    namespace: row.namespace,
    name: row.name,
    kind: row.kind,
    managedBy: row.managedBy,
    estimated: row.estimated,
    ...(row.note === undefined ? {} : { note: row.note }),
    replicas: everywhere?.length ?? replicasOf(row),
    requests: resources.requests,
    currentRequests: { cpuMilli, memoryBytes },
    limits: resources.limits,
    containers: resources.containers,
    initContainers: resources.initContainers,
    ...(row.resources === undefined ? {} : { resources: row.resources }),
    ...(row.runtimeClass === undefined ? {} : { runtimeClass: row.runtimeClass.name }),
    hostPorts: hostPortsOf(row),
    podLabels: row.podLabels ?? defaultPodLabels(row),
    tier: row.tier ?? namespace.tier,
    core: namespace.core,
    ...(row.stability === undefined ? {} : { stability: row.stability }),
    tolerations,
    requires,
    // A DaemonSet runs on every node that it can, and what is for rented nodes runs there; where the rest of its namespace
    // ought to run says nothing about either.
    target: everywhere === undefined && burst !== "only" ? [...namespace.target, ...row.target] : [],
    volumes: row.volumes,
    ...(row.antiAffinity === undefined ? {} : { antiAffinity: row.antiAffinity }),
    ...(row.colocateWith === undefined ? {} : { colocateWith: row.colocateWith }),
    podAffinity: row.podAffinity,
    podAntiAffinity: row.podAntiAffinity,
    spreads: spreadsOf(row),
    ...(row.rollout === undefined ? {} : { rollout: row.rollout }),
    ...(row.scaling === undefined ? {} : { scaling: row.scaling }),
    ...(row.verticalScaling === undefined ? {} : { verticalScaling: verticalScalingOf(row.verticalScaling, { cpuMilli, memoryBytes }) }),
    ...(burst === undefined ? {} : { burst }),
    coordinator: coordinatorOf(row),
    ...(Object.keys(row.exceptions).length === 0 ? {} : { exceptions: row.exceptions }),
    ...(row.disruption === undefined ? {} : { disruption: row.disruption }),
    current,
    ...(immovable === undefined ? {} : { immovable }),
    pin: row.pin,
  };
}

function onlyIn({ profile }: BurstPool): NodeRequirement {
  return { key: capabilityKey.pool, operator: "In", values: [profile.pool] };
}

/** A row of the burst table says that it may burst by standing there. */
function burstOf(row: ParsedWorkload, { burst, burstOnly }: Surroundings): Workload["burst"] {
  if (burst === undefined) {
    return undefined;
  }
  return burstOnly?.has(idOf(row)) === true ? "only" : row.burst ? "instead" : undefined;
}

function verticalScalingOf(
  { mode, min, max, resources, minReplicas }: VerticalScalingRow,
  requested: VerticalScaling["min"],
): VerticalScaling {
  const read = ({ cpu, memory }: VerticalScalingRow["max"]) => ({ cpuMilli: readCpuMilli(cpu), memoryBytes: readMemoryBytes(memory) });
  return { mode, min: min === undefined ? requested : read(min), max: read(max), resources, minReplicas };
}

function replicasOf(row: ParsedWorkload): number {
  const running = Object.values(row.current).reduce((sum, pods) => sum + pods, 0);
  return row.replicas ?? (row.kind === "StaticPod" ? running : 1);
}

function nodesOf(pod: Parameters<typeof runsOn>[0], { machines, operatingSystem }: Surroundings): readonly string[] {
  return machines
    .filter((machine) => runsOn(pod, { labels: nodeLabelsOf(machine, operatingSystem), taints: machine.taints }))
    .map(({ name }) => name)
    .sort();
}
