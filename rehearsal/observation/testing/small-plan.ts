import type { Plan } from "../../../infra/placement/plan-document";

/** Two pods of `apps/web`, planned on n1, falling back to n2; n3 is for others. */
export const smallPlan: Plan = {
  version: 1,
  stack: "small",
  status: "optimal",
  objectives: [],
  nodes: [],
  workloads: [
    { namespace: "apps", name: "web", replicas: 2, nodes: ["n1"], failover: ["n2"], before: [], moved: false, reason: "starts on n1" },
  ],
  unplaced: [],
};
