import type { SuccessMetrics } from "../../infra/goals/success-metrics";

/** Seed 000, "Success Metrics". Idle power has no target there: its baseline is to be known. */
export const successMetrics: SuccessMetrics = {
  requests: [
    { node: "talos00", resource: "cpu", below: 70 },
    { node: "talos03", resource: "cpu", above: 30 },
  ],
  scaleToZero: 5,
  // Assumed: each machine has a plug of its own, called like it.
  metered: ["talos00", "talos01", "talos02-gpu", "talos03"],
};
