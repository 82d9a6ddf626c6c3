import { formatMemoryBytes, memoryBytes } from "../quantities/quantity";
import type { TierRow } from "../tiers/tier-table";
import type { Amount, ContainerRecommendation } from "./recommendation";
import { isCsiSidecar, roundedUp, sizingRules } from "./rules";

/** What one container is to request and to be limited to; CPU is never limited. */
export interface ContainerSize {
  readonly request: Amount;
  readonly memoryLimitBytes: number;
  /** How it came about, in the order in which it was applied. */
  readonly why: readonly string[];
}

/** How the workload is sized that the container belongs to. */
export interface Sizing {
  readonly stability: TierRow["stability"];
  readonly memory: TierRow["memory"];
  /** The most memory that its tier allows one container; absent: no such bound. */
  readonly maxMemory?: string;
}

/**
 * The memory limit is the upper bound and a margin; the request is the same, or the target where its tier wants less
 * than the limit. CPU is requested at the target: running short of it slows a container down and kills nothing, so the
 * margin would only keep others from the node.
 */
export function sizeContainer({ container, target, upperBound }: ContainerRecommendation, sizing: Sizing): ContainerSize {
  if (isCsiSidecar(container)) {
    return { ...sizingRules.csiSidecar, why: ["sidecar of a storage driver"] };
  }
  const { floor } = sizingRules;
  const factor = sizingRules.factor[sizing.stability];
  const why = [`×${String(factor)} (${sizing.stability})`];
  const wanted = roundedUp({ cpuMilli: target.cpuMilli, memoryBytes: upperBound.memoryBytes * factor });
  const max = sizing.maxMemory === undefined ? Infinity : memoryBytes(sizing.maxMemory);
  const limit = Math.min(max, Math.max(floor.memoryBytes, wanted.memoryBytes));
  if (limit > wanted.memoryBytes) {
    why.push(`floor ${formatMemoryBytes(floor.memoryBytes)}`);
  }
  if (limit < wanted.memoryBytes) {
    why.push(`maximum ${formatMemoryBytes(max)} of its tier, under the ${formatMemoryBytes(wanted.memoryBytes)} that it takes`);
  }
  if (wanted.cpuMilli < floor.cpuMilli) {
    why.push(`floor ${String(floor.cpuMilli)}m`);
  }
  const burst = Math.max(floor.memoryBytes, roundedUp(target).memoryBytes);
  return {
    request: {
      cpuMilli: Math.max(floor.cpuMilli, wanted.cpuMilli),
      memoryBytes: sizing.memory === "request-is-limit" ? limit : Math.min(limit, burst),
    },
    memoryLimitBytes: limit,
    why,
  };
}
