import { didYouMean } from "../diagnostics/did-you-mean";
import type { Finding } from "../diagnostics/finding";
import { parseRows } from "../schema/parse";
import type { Backup, Retention } from "./backup";
import { backupSchedules } from "./schedule";
import { type ParsedBackup, backupSchema } from "./schema";

export interface NormalizedBackups {
  /** Empty when anything is wrong. */
  readonly backups: readonly Backup[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a table of backups: fills in defaults, sets times, and says everything that is wrong with it.
 *
 * @param workloadIds ids of all workloads of the stack; undefined while some of their rows are wrong.
 */
export function normalizeBackups(table: unknown, workloadIds: readonly string[] | undefined): NormalizedBackups {
  const { rows, findings: mistakes } = parseRows(backupSchema, table, "backups");
  const findings = [...mistakes, ...(workloadIds === undefined ? [] : unknownWorkloads(rows, workloadIds)), ...repeated(rows)];
  if (findings.length > 0) {
    return { backups: [], findings };
  }
  const schedules = backupSchedules(rows.map((row) => ({ id: idOf(row), everyHours: row.everyHours })));
  return { backups: rows.map((row) => backupOf(row, schedules.get(idOf(row)) ?? "")), findings: [] };
}

function idOf({ namespace, name }: ParsedBackup): string {
  return `${namespace}/${name}`;
}

function backupOf(row: ParsedBackup, schedule: string): Backup {
  const { namespace, name, claim, privileged, snapshotClass, cacheCapacity } = row;
  return {
    id: idOf(row),
    namespace,
    name,
    claim,
    schedule,
    retain: retentionOf(row),
    privileged,
    snapshotClass,
    cacheCapacity,
    repositorySecret: `${name}-volsync-secret`,
  };
}

/**
 * As a number of backups rather than as an age: when backups have failed for longer than they are kept, the next one
 * that works must not be what deletes the last good ones.
 */
function retentionOf({ everyHours, retainDays }: ParsedBackup): Retention {
  return everyHours === 24 ? { daily: retainDays } : { hourly: (retainDays * 24) / everyHours };
}

function unknownWorkloads(rows: readonly ParsedBackup[], workloadIds: readonly string[]): readonly Finding[] {
  return rows
    .filter((row) => !workloadIds.includes(idOf(row)))
    .map((row) => ({
      path: `backups[${idOf(row)}]`,
      message: "is no workload of this stack, so that nobody would know what to stop for a restore",
      fix: didYouMean(idOf(row), workloadIds) ?? "name a workload by its namespace and name",
    }));
}

function repeated(rows: readonly ParsedBackup[]): readonly Finding[] {
  const ids = rows.map(idOf);
  return ids
    .filter((id, index) => ids.indexOf(id) < index)
    .map((id) => ({ path: `backups[${id}]`, message: "is there twice, and its repository has one volume", fix: "keep one" }));
}
