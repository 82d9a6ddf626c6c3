import { allowedDisruptions } from "../../workloads/disruption";
import type { DisruptionBudget } from "../../workloads/schema";

/** The pods of one workload at one moment. */
export interface Health {
  /** Pods that its controller is to keep. */
  readonly wanted: number;
  readonly running: number;
  /** Pods that were stopped to make room and do not run yet. */
  readonly stopped: number;
}

/**
 * How many more pods may go now. A budget counts every pod that is missing, whatever the cause, as the disruption
 * controller does; without one, pods go one at a time, and pods that never ran do not count.
 */
export function evictionLimit(budget: DisruptionBudget | undefined, { wanted, running, stopped }: Health): number {
  if (budget === undefined) {
    return Math.max(0, 1 - stopped);
  }
  return Math.max(0, running - (wanted - allowedDisruptions(budget, wanted)));
}
