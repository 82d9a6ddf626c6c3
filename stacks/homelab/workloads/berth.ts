import type { WorkloadRow } from "../../../infra/workloads/schema";
import { deschedulerWorkload, kedaWorkloads, kyvernoWorkloads } from "../../composition/chart-workloads";

/**
 * What Berth installs with Helm. None of it was there when the snapshot was taken, so `current` is empty. Requests are
 * those of the charts: kedacore/keda 2.20, kyverno 3.9, descheduler 0.35.
 */
export const berthWorkloads: readonly WorkloadRow[] = [...kedaWorkloads, ...kyvernoWorkloads, deschedulerWorkload];
