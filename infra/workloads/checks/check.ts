import type { Finding } from "../../diagnostics/finding";
import type { Machine } from "../../hardware/machine";
import type { ParsedNamespace, ParsedWorkload } from "../schema";

/** The rows of the workload tables that are right in themselves, and what they may refer to. */
export interface WorkloadRows {
  readonly namespaces: readonly ParsedNamespace[];
  readonly workloads: readonly ParsedWorkload[];
  /** Names of all namespaces, those included whose rows are wrong. */
  readonly namespaceNames: readonly string[];
  /** Ids of all workloads, those included whose rows are wrong. */
  readonly workloadIds: readonly string[];
  /** Names of all machines, those included whose rows are wrong. */
  readonly machineNames: readonly string[];
  /** Undefined while the hardware table is wrong: what depends on its details waits until it is right. */
  readonly machines: readonly Machine[] | undefined;
  /** Whether the requests are the recommended ones. */
  readonly applyRecommendations: boolean;
}

/** Finds what is wrong between fields or rows that are each right in themselves. */
export type WorkloadCheck = (rows: WorkloadRows) => readonly Finding[];

/** What stands in the tables for the workload: `media/sonarr`. */
export function idOf({ namespace, name }: Pick<ParsedWorkload, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}

/** Path of a workload's row, or of a field in it. */
export function pathOf(row: Pick<ParsedWorkload, "namespace" | "name">, field = ""): string {
  return `workloads[${idOf(row)}]${field === "" ? "" : `.${field}`}`;
}
