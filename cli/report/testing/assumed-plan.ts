import type { Plan } from "../../../infra/placement/plan-document";
import type { PlanComparison } from "../../../infra/placement/what-if/compare-plans";
import type { MovesLeftOut } from "../../../infra/placement/what-if/moves-left-out";
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

export const movesLeftOut: MovesLeftOut = {
  moves: [
    { namespace: "ai", name: "llm", from: "alpha", to: "beta", pods: 2 },
    { namespace: "media", name: "sonarr", from: "alpha", to: "beta", pods: 1 },
    { namespace: "core", name: "dns", from: "beta", to: "alpha", pods: 1 },
  ],
  objectives: [
    { name: "left-behind", unlimited: 0, limited: 2 },
    { name: "balance", unlimited: 1200.5, limited: 900 },
  ],
};
