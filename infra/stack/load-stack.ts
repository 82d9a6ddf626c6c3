import { z } from "zod";
import { normalizeBackups } from "../backups/normalize";
import type { BurstPool } from "../burst/burst-pool";
import { checkBurstWorkloads } from "../burst/check-burst";
import { checkFederation } from "../burst/federation/check-federation";
import { type ReadBurst, readBurst } from "../burst/read-burst";
import { type Finding } from "../diagnostics/finding";
import { UserError } from "../diagnostics/user-error";
import type { HardwareProfile } from "../hardware/machine";
import { normalizeHardware } from "../hardware/normalize";
import { parseValue } from "../schema/parse";
import { dnsLabel } from "../schema/fields";
import { normalizeTiers } from "../tiers/normalize";
import { rowName } from "../schema/render";
import { normalizeWorkload, readWorkloads } from "../workloads/normalize";
import type { ParsedNamespace } from "../workloads/schema";
import type { Workload } from "../workloads/workload";
import { buildProblem } from "./build-problem";
import type { StackConfig } from "./config";
import type { StackDefinition } from "./definition";
import { defaultPlanning, planningSchema } from "./planning";
import type { Namespace, Stack } from "./stack";

/** The definition with its tables unread: each is read on its own, so that one mistake does not hide the others. */
const definitionSchema = z.strictObject({
  name: dnsLabel,
  hardware: z.unknown(),
  namespaces: z.unknown(),
  workloads: z.unknown(),
  backups: z.unknown().optional(),
  burst: z.unknown().optional(),
  planning: z.unknown().optional(),
  policies: z.record(z.string(), z.unknown()).optional(),
  tiers: z.unknown().optional(),
});

/**
 * Reads a stack's tables: checks them, fills in the defaults, computes what follows and poses the placement problem.
 *
 * @throws UserError with everything that is wrong in any of the tables.
 */
export function loadStack(definition: StackDefinition, config: StackConfig): Stack {
  const { applyRecommendations } = config;
  const shape = parseValue(definitionSchema, definition, "");
  const planning = parseValue(planningSchema, definition.planning ?? defaultPlanning, "planning");
  const hardware = normalizeHardware(definition.hardware, config.nodes);
  const machines = hardware.profile?.machines;
  const { tiers, findings: tierFindings } = definition.tiers === undefined ? { findings: [] } : normalizeTiers(definition.tiers);
  const mode = config.burst?.mode ?? "off";
  const burst: ReadBurst | undefined = mode === "off" ? undefined : readBurst(definition.burst, mode);
  const tables = readWorkloads(withBurstRows(definition, burst), {
    machineNames: hardware.machineNames,
    machines: machines === undefined || burst?.pool === undefined ? machines : [...machines, ...burst.pool.machines],
    applyRecommendations,
    tiers,
  });
  const workloadIds = tables.findings.length > 0 ? undefined : tables.workloads.map(({ namespace, name }) => `${namespace}/${name}`);
  const backups = normalizeBackups(definition.backups ?? [], workloadIds);
  const findings: readonly Finding[] = [
    ...shape.findings,
    ...hardware.findings,
    ...(burst?.findings ?? []),
    ...tierFindings,
    ...tables.findings,
    ...backups.findings,
    ...planning.findings,
  ];
  if (findings.length > 0 || hardware.profile === undefined || planning.value === undefined) {
    const count = findings.length === 1 ? "a mistake" : `${findings.length} mistakes`;
    throw new UserError(`stack "${definition.name}" has ${count} in its tables`, findings);
  }
  const surroundings = {
    machines: hardware.profile.machines,
    operatingSystem: hardware.profile.operatingSystem.kind,
    applyRecommendations,
    ...(burst?.pool === undefined ? {} : { burst: burst.pool, burstOnly: new Set(burst.workloads.flatMap((row) => rowName(row) ?? [])) }),
  };
  const namespaces = new Map(tables.namespaces.map((namespace) => [namespace.name, namespace]));
  const workloads = tables.workloads.flatMap((row) => {
    const namespace = namespaces.get(row.namespace);
    return namespace === undefined ? [] : [normalizeWorkload(row, namespace, surroundings)];
  });
  if (burst?.pool !== undefined) {
    requireBurstable(definition.name, workloads, burst.pool, hardware.profile);
  }
  const stack = {
    name: definition.name,
    hardware: hardware.profile,
    namespaces: tables.namespaces.map(namespaceOf),
    workloads,
    backups: backups.backups,
    policies: definition.policies ?? {},
    ...(burst?.pool === undefined ? {} : { burst: burst.pool }),
    ...(tiers === undefined ? {} : { tiers }),
  };
  return { ...stack, problem: buildProblem(stack, planning.value, config.objective) };
}

/** The rows that exist only because of bursts stand among the others while there are any. */
function withBurstRows({ namespaces, workloads }: StackDefinition, burst: ReadBurst | undefined): Parameters<typeof readWorkloads>[0] {
  const tables: { readonly namespaces: unknown; readonly workloads: unknown } = { namespaces, workloads };
  if (burst === undefined || !Array.isArray(tables.namespaces) || !Array.isArray(tables.workloads)) {
    return tables;
  }
  const rented = burst.workloads.map((row) => (typeof row === "object" && row !== null ? { ...row, burst: true } : row));
  return {
    namespaces: [...namespaces, ...burst.support.namespaces],
    workloads: [...workloads, ...burst.support.workloads, ...rented],
  };
}

function requireBurstable(stack: string, workloads: readonly Workload[], pool: BurstPool, hardware: HardwareProfile): void {
  const findings = [
    ...checkBurstWorkloads(workloads, pool),
    ...(pool.mode === "federation" ? checkFederation(pool, hardware, workloads) : []),
  ];
  if (findings.length > 0) {
    throw new UserError(
      `stack "${stack}" has ${findings.length === 1 ? "a mistake" : `${findings.length} mistakes`} in its tables`,
      findings,
    );
  }
}

function namespaceOf({ name, tier, core, madeElsewhere, note }: ParsedNamespace): Namespace {
  return { name, tier, core, madeElsewhere, ...(note === undefined ? {} : { note }) };
}
