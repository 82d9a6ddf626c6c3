import type { Scaling } from "./schema";
import type { Coordinator } from "./workload";

/**
 * Who may change where a workload runs or how many pods it has. KEDA wins by being present: that a scaled workload is
 * not rebalanced as well is checked when the stack is loaded.
 *
 * Source: seed 000, strategy 3.
 */
export function coordinatorOf(workload: { readonly scaling?: Scaling | undefined; readonly rebalance: boolean }): Coordinator {
  if (workload.scaling !== undefined) {
    return "keda";
  }
  return workload.rebalance ? "descheduler" : "none";
}
