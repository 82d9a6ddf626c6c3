import { formatAmount } from "../constraints/amounts";
import type { PlacementHost } from "../problem";
import type { Change } from "./change";

/** What another machine's worth of hardware in a host costs. */
const hostCost = 20;

/** More CPU and memory in a physical host; what is 0 stays as it is. */
export function largerHost(host: PlacementHost, { cpuMilli, memoryBytes }: Pick<PlacementHost, "cpuMilli" | "memoryBytes">): Change {
  const parts = [
    ...(cpuMilli > 0 ? [formatAmount("cpu", cpuMilli)] : []),
    ...(memoryBytes > 0 ? [formatAmount("memory", memoryBytes)] : []),
  ];
  return {
    text: `${parts.join(" and ")} more on host ${host.name}`,
    cost: hostCost,
    apply: (problem) => ({
      ...problem,
      hosts: (problem.hosts ?? []).map((each) =>
        each.name === host.name ? { ...each, cpuMilli: each.cpuMilli + cpuMilli, memoryBytes: each.memoryBytes + memoryBytes } : each,
      ),
    }),
  };
}
