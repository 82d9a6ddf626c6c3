import { z } from "zod";
import type { Finding } from "../diagnostics/finding";
import { memoryBytes } from "../quantities/quantity";
import { parseRows, parseValue } from "../schema/parse";
import { allocatableOf } from "./allocatable";
import { capabilityLabels, discoveredLabels } from "./capabilities";
import { cardOf, withGivenHardware } from "./cards";
import { hardwareChecks } from "./checks";
import type { HardwareRows } from "./checks/check";
import { taintsOf } from "./control-plane-taint";
import { fleetOf, machineNamesOf, machinesOf } from "./fleet";
import { fleetSchema } from "./fleet-schema";
import { containerOf, virtualMachineOf } from "./guests";
import { hostOf } from "./host";
import type { Card, HardwareProfile, Machine } from "./machine";
import { networkOfCluster } from "./network";
import { powerModelOf } from "./power";
import {
  cardSchema,
  containerSchema,
  hardwareSchema,
  hostSchema,
  machineSchema,
  type ParsedCluster,
  type ParsedHost,
  type ParsedMachine,
} from "./schema";

/** The shape of the table with its rows unread, so that one wrong row does not hide what is wrong with the others. */
const tableSchema = hardwareSchema
  .extend({
    cluster: z.unknown(),
    hosts: z.array(z.unknown()).default([]),
    cards: z.array(z.unknown()).default([]),
    machines: z.array(z.unknown()),
    fleets: z.array(z.unknown()).default([]),
    containers: z.array(z.unknown()).default([]),
  })
  .refine(({ machines, fleets }) => machines.length + fleets.length > 0, { path: ["machines"], error: "must not be empty" });

export interface NormalizedHardware {
  /** There exactly when nothing is wrong. */
  readonly profile?: HardwareProfile;
  /** Names of all machines that the table lists, the wrong rows included. */
  readonly machineNames: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a hardware table: fills in defaults, computes what follows, and says everything that is wrong with it.
 *
 * @param nodes How many servers the fleet has whose number varies (`berth:nodes`). Default: what the fleet says.
 */
export function normalizeHardware(table: unknown, nodes?: number): NormalizedHardware {
  const shape = parseValue(tableSchema, table, "");
  if (shape.value === undefined) {
    return {
      machineNames: [],
      findings: shape.findings.map((finding) => (finding.path === "" ? { ...finding, path: "hardware" } : finding)),
    };
  }
  const cluster = parseValue(hardwareSchema.shape.cluster, shape.value.cluster, "cluster");
  const hosts = parseRows(hostSchema, shape.value.hosts, "hosts");
  const cards = parseRows(cardSchema, shape.value.cards, "cards");
  const machines = parseRows(machineSchema, shape.value.machines, "machines");
  const containers = parseRows(containerSchema, shape.value.containers, "containers");
  const fleets = parseRows(fleetSchema, shape.value.fleets, "fleets");
  const machineNames = [...machines.names, ...fleets.rows.flatMap((fleet) => machineNamesOf(fleet, nodes))];
  const rented = fleets.rows.flatMap((fleet) => machinesOf(fleet, nodes));
  const rows: HardwareRows = {
    cluster: cluster.value,
    operatingSystem: cluster.value?.operatingSystem.kind,
    allowSchedulingOnControlPlanes: cluster.value?.allowSchedulingOnControlPlanes ?? false,
    hosts: hosts.rows,
    cards: cards.rows,
    machines: [...withGivenHardware(machines.rows, cards.rows), ...rented],
    containers: containers.rows,
    fleets: fleets.rows,
    fleetCount: shape.value.fleets.length,
    nodes,
    hostNames: hosts.names,
    guestNames: [...machineNames, ...containers.names],
    machineCount: shape.value.machines.length + rented.length + (fleets.findings.length > 0 ? 1 : 0),
  };
  const findings = [
    ...[cluster, hosts, cards, machines, fleets, containers].flatMap((table) => table.findings),
    ...hardwareChecks.flatMap((check) => check(rows)),
  ];
  if (cluster.value === undefined || findings.length > 0) {
    return { machineNames, findings };
  }
  return { profile: profileOf(cluster.value, rows), machineNames, findings: [] };
}

function profileOf(cluster: ParsedCluster, { hosts, cards, machines, containers, fleets, nodes }: HardwareRows): HardwareProfile {
  const network = networkOfCluster(cluster);
  const hostRows = new Map(hosts.map((host) => [host.name, host]));
  const placedCards = cards.map((card) => cardOf(card, [...machines, ...containers]));
  return {
    clusterName: cluster.name,
    endpoint: cluster.endpoint,
    kubernetesVersion: cluster.kubernetesVersion,
    operatingSystem: cluster.operatingSystem,
    allowSchedulingOnControlPlanes: cluster.allowSchedulingOnControlPlanes,
    ...(network === undefined ? {} : { network }),
    ...(cluster.proxmox === undefined ? {} : { proxmox: cluster.proxmox }),
    hosts: hosts.map((host) => hostOf(host, machines, containers, cluster.operatingSystem.kind)),
    cards: placedCards,
    machines: machines.map((row) => machineOf(row, cluster, hostRows.get(row.host ?? ""), placedCards)),
    fleets: fleets.flatMap((row) => fleetOf(row, nodes) ?? []),
    containers: containers.flatMap((row) => containerOf(row, hostRows.get(row.host), placedCards) ?? []),
  };
}

function machineOf(row: ParsedMachine, cluster: ParsedCluster, host: ParsedHost | undefined, cards: readonly Card[]): Machine {
  const operatingSystem = cluster.operatingSystem.kind;
  const bytes = memoryBytes(row.memory);
  const vm = virtualMachineOf(row, host);
  return {
    name: row.name,
    ...(row.formerNames === undefined ? {} : { formerNames: row.formerNames }),
    role: row.role,
    pool: row.pool,
    cpuModel: row.cpu.model,
    cores: row.cpu.cores,
    threads: row.cpu.threads,
    memoryBytes: bytes,
    allocatable: allocatableOf(row, operatingSystem),
    power: powerModelOf(row),
    gpus: row.gpus,
    cards: cards.filter(({ machine }) => machine === row.name).map(({ name }) => name),
    devices: row.devices,
    ...(row.address === undefined ? {} : { address: row.address }),
    ...(row.rented === undefined ? {} : { rented: row.rented }),
    ...(row.host === undefined ? {} : { host: row.host }),
    ...(vm === undefined ? {} : { vm }),
    ...(row.installDisk === undefined ? {} : { installDisk: row.installDisk }),
    extensions: [...row.extensions].sort(),
    labels: { ...row.labels, ...capabilityLabels(row, bytes) },
    discoveredLabels: discoveredLabels(row),
    taints: taintsOf(row, operatingSystem, cluster.allowSchedulingOnControlPlanes),
  };
}
