import { nvidiaResource } from "../../infra/burst/burst-pool";
import type { ParsedBurst } from "../../infra/burst/burst-schema";
import { cpuMilli, memoryBytes } from "../../infra/quantities/quantity";
import type { Workload } from "../../infra/workloads/workload";

/** The fewest pods of a workload that nodes within the limits cannot hold, whatever their sizes: all requests, and one more. */
export function podsBeyondLimits({ requests }: Pick<Workload, "requests">, limits: ParsedBurst["limits"]): number {
  const cards = requests.extended[nvidiaResource] ?? 0;
  const fitting = [
    ...(requests.cpuMilli > 0 ? [cpuMilli(limits.cpu) / requests.cpuMilli] : []),
    ...(requests.memoryBytes > 0 ? [memoryBytes(limits.memory) / requests.memoryBytes] : []),
    ...(cards > 0 ? [limits.gpus / cards] : []),
  ];
  return Math.floor(Math.min(...fitting)) + 1;
}
