import type { WorkloadRow } from "../../../infra/workloads/schema";
import { deschedulerWorkload, kyvernoWorkload } from "../../composition/chart-workloads";

/** What Berth adds with Helm and was not there before. Figures are those of the charts: kyverno 3.9, descheduler 0.35. */
export const berthWorkloads: readonly WorkloadRow[] = [
  kyvernoWorkload("admission-controller", "128Mi", "384Mi"),
  kyvernoWorkload("background-controller", "64Mi", "128Mi"),
  kyvernoWorkload("cleanup-controller", "64Mi", "128Mi"),
  kyvernoWorkload("reports-controller", "64Mi", "128Mi"),
  deschedulerWorkload,
];
