import type { Plan } from "../../../infra/placement/plan-document";
import type { PlanComparison } from "../../../infra/placement/what-if/compare-plans";
import { smallPlan } from "./small-plan";

/** {@link smallPlan} under assumptions, with a workload left behind. */
export const assumedPlan: Plan = {
  ...smallPlan,
  assumptions: ["without gamma", "with at most 1 pod moved"],
  workloads: smallPlan.workloads.map((workload) =>
    workload.name === "dns" ? { ...workload, leftBehind: ["alpha"], reason: "stays on alpha; left behind on alpha" } : workload,
  ),
};

export const comparison: PlanComparison = {
  watts: { now: 63, then: 42 },
  podsMoved: { now: 25, then: 9 },
  podsUnplaced: { now: 1, then: 3 },
  newlyUnplaced: ["ai/llm", "media/tdarr"],
  newlyPlaced: ["core/dns"],
  elsewhere: 2,
};
