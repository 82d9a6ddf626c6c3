import type { WorkloadRow } from "../../../infra/workloads/schema";
import { applicationWorkloads } from "./applications";
import { berthWorkloads } from "./berth";
import { coreWorkloads } from "./core";
import { gpuWorkloads } from "./gpu";

/**
 * Every workload of the R730: those that seed 001 names, with its numbers where it gives any. It has no snapshot of
 * what runs where, so no row has `current` but the static pods, which need it.
 */
export const workloads: readonly WorkloadRow[] = [...coreWorkloads, ...berthWorkloads, ...gpuWorkloads, ...applicationWorkloads];
