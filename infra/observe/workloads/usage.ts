import { ceilMiB, cpuMilli, formatCpuMilli, memoryBytes } from "../../quantities/quantity";
import type { PodMetrics } from "../api/metrics";
import type { ObservedWorkload } from "../owners/observed-workload";

/** Pod metrics by `namespace/name`. */
export type UsageByPod = ReadonlyMap<string, PodMetrics>;

/** What a workload's pods used in sum when the cluster was observed, as a sentence; undefined where nothing measured it. */
export function usageNote({ pods }: Pick<ObservedWorkload, "pods">, usage: UsageByPod): string | undefined {
  const measured = pods.flatMap(({ metadata }) => usage.get(`${metadata.namespace}/${metadata.name}`) ?? []);
  if (measured.length === 0) {
    return undefined;
  }
  const each = measured.flatMap(({ containers }) => containers.map((container) => container.usage));
  const cpu = each.reduce((sum, used) => sum + cpuMilli(used["cpu"] ?? "0"), 0);
  const memory = each.reduce((sum, used) => sum + memoryBytes(used["memory"] ?? "0"), 0);
  return `Observed in use: ${formatCpuMilli(cpu)} CPU and ${ceilMiB(memory)}Mi by ${measured.length === 1 ? "one pod" : `${measured.length} pods`}.`;
}
