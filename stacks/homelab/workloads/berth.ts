import type { WorkloadRow } from "../../../infra/workloads/schema";
import { deschedulerWorkload, kedaWorkloads, kyvernoWorkloads, reloaderWorkload, spegelWorkload } from "../../composition/chart-workloads";

/**
 * What Berth installs with Helm and was not there when the snapshot was taken, so that `current` is empty. Requests are
 * those of the charts (kedacore/keda 2.20, kyverno 3.9, descheduler 0.35, spegel 0.3), and for Reloader Berth's own.
 */
export const berthWorkloads: readonly WorkloadRow[] = [
  ...kedaWorkloads,
  ...kyvernoWorkloads,
  deschedulerWorkload,
  spegelWorkload,
  reloaderWorkload,
];
