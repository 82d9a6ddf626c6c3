import { z } from "zod";
import type { Finding } from "../diagnostics/finding";
import { memoryBytes } from "../quantities/quantity";
import { parseRows, parseValue } from "../schema/parse";
import { allocatableOf } from "./allocatable";
import { capabilityLabels, discoveredLabels } from "./capabilities";
import type { HardwareCheck } from "./checks/check";
import { checkControlPlanes } from "./checks/control-planes";
import { checkFigures } from "./checks/figures";
import { checkGpus } from "./checks/gpus";
import { checkHosts } from "./checks/hosts";
import { checkLabels } from "./checks/labels";
import { checkTaints } from "./checks/taints";
import { checkUniqueNames } from "./checks/unique-names";
import { taintsOf } from "./control-plane-taint";
import type { HardwareProfile, Machine } from "./machine";
import { powerModelOf } from "./power";
import { hardwareSchema, hostSchema, machineSchema, type OperatingSystem, type ParsedMachine } from "./schema";

const checks: readonly HardwareCheck[] = [
  checkUniqueNames,
  checkControlPlanes,
  checkFigures,
  checkHosts,
  checkGpus,
  checkLabels,
  checkTaints,
];

/** The shape of the table with its rows unread, so that one wrong row does not hide what is wrong with the others. */
const tableSchema = hardwareSchema.extend({
  cluster: z.unknown(),
  hosts: z.array(z.unknown()).default([]),
  machines: z.array(z.unknown()).min(1),
});

export interface NormalizedHardware {
  /** There exactly when nothing is wrong. */
  readonly profile?: HardwareProfile;
  /** Names of all machines that the table lists, the wrong rows included. */
  readonly machineNames: readonly string[];
  readonly findings: readonly Finding[];
}

/** Reads a hardware table: fills in defaults, computes what follows, and says everything that is wrong with it. */
export function normalizeHardware(table: unknown): NormalizedHardware {
  const shape = parseValue(tableSchema, table, "");
  if (shape.value === undefined) {
    return {
      machineNames: [],
      findings: shape.findings.map((finding) => (finding.path === "" ? { ...finding, path: "hardware" } : finding)),
    };
  }
  const cluster = parseValue(hardwareSchema.shape.cluster, shape.value.cluster, "cluster");
  const hosts = parseRows(hostSchema, shape.value.hosts, "hosts");
  const machines = parseRows(machineSchema, shape.value.machines, "machines");
  const rows = {
    operatingSystem: cluster.value?.operatingSystem.kind,
    hosts: hosts.rows,
    machines: machines.rows,
    hostNames: hosts.names,
    machineCount: shape.value.machines.length,
  };
  const findings = [...cluster.findings, ...hosts.findings, ...machines.findings, ...checks.flatMap((check) => check(rows))];
  if (cluster.value === undefined || findings.length > 0) {
    return { machineNames: machines.names, findings };
  }
  const { name, endpoint, kubernetesVersion, operatingSystem } = cluster.value;
  const profile: HardwareProfile = {
    clusterName: name,
    endpoint,
    kubernetesVersion,
    operatingSystem,
    hosts: hosts.rows.map((host) => ({ name: host.name, threads: host.threads, memoryBytes: memoryBytes(host.memory) })),
    machines: machines.rows.map((row) => machineOf(row, operatingSystem.kind)),
  };
  return { profile, machineNames: machines.names, findings: [] };
}

function machineOf(row: ParsedMachine, operatingSystem: OperatingSystem["kind"]): Machine {
  const bytes = memoryBytes(row.memory);
  return {
    name: row.name,
    role: row.role,
    pool: row.pool,
    cpuModel: row.cpu.model,
    cores: row.cpu.cores,
    threads: row.cpu.threads,
    memoryBytes: bytes,
    allocatable: allocatableOf(row, operatingSystem),
    power: powerModelOf(row),
    gpus: row.gpus,
    devices: row.devices,
    address: row.address,
    ...(row.host === undefined ? {} : { host: row.host }),
    labels: { ...row.labels, ...capabilityLabels(row, bytes) },
    discoveredLabels: discoveredLabels(row),
    taints: taintsOf(row, operatingSystem),
  };
}
