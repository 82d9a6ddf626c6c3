import type { WorkloadRow } from "../../../infra/workloads/schema";
import { applicationWorkloads } from "./applications";
import { berthWorkloads } from "./berth";
import { coreWorkloads } from "./core";
import { mediaWorkloads } from "./media";
import { observabilityWorkloads } from "./observability";
import { platformWorkloads } from "./platform";

/**
 * Every workload of the homelab: those that seed 000 names, with its numbers where it gives any, and one `rest` row
 * per namespace for the others, marked `estimated`. `current` and the requests together give the seed's snapshot of
 * 2025-12-19: pods per node exactly, CPU and memory requests within one point (snapshot.test.ts).
 */
export const workloads: readonly WorkloadRow[] = [
  ...coreWorkloads,
  ...berthWorkloads,
  ...observabilityWorkloads,
  ...platformWorkloads,
  ...applicationWorkloads,
  ...mediaWorkloads,
];
