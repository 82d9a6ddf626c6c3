import type { WorkloadRow } from "../../../infra/workloads/schema";
import { controllerWorkloads } from "./controllers";
import { coreWorkloads } from "./core";
import { databaseWorkloads } from "./databases";
import { monitoringWorkloads } from "./monitoring";
import { serviceWorkloads } from "./services";

/**
 * Every workload of Talent Mesh: those of seed 002 with its figures (seed.test.ts), and what they stand on. The cluster is
 * new: nothing runs yet, and no row has `current`.
 */
export const workloads: readonly WorkloadRow[] = [
  ...coreWorkloads,
  ...controllerWorkloads,
  ...databaseWorkloads,
  ...monitoringWorkloads,
  ...serviceWorkloads,
];
