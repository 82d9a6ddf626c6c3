import type { CpuTrigger, MemoryTrigger } from "../../../infra/workloads/triggers";
import type { KedaTrigger } from "./keda-trigger";

/** Active while there is a pod. @see https://keda.sh/docs/2.20/scalers/cpu/ */
export function utilizationTrigger({ type, utilizationPercent }: CpuTrigger | MemoryTrigger): KedaTrigger {
  return { type, metricType: "Utilization", metadata: { value: String(utilizationPercent) } };
}
