import type { Plan } from "../../../infra/placement/plan-document";

/** A plan of two nodes in which one workload moves and one has no node: every part of a report has something to show. */
export const smallPlan: Plan = {
  version: 1,
  stack: "garage",
  status: "infeasible",
  objectives: [
    { name: "place", value: 1, bound: 1, gap: 0 },
    { name: "balance", value: 50, bound: 45, gap: 0.1 },
  ],
  nodes: [
    {
      name: "alpha",
      cpu: { allocatableMilli: 4000, beforeMilli: 3800, afterMilli: 1000 },
      memory: { allocatableMiB: 8000, beforeMiB: 4000, afterMiB: 4000 },
      pods: { allocatable: 110, before: 3, after: 2 },
      watts: { before: 30, after: 20 },
    },
    {
      name: "beta",
      cpu: { allocatableMilli: 4000, beforeMilli: 0, afterMilli: 2800 },
      memory: { allocatableMiB: 8000, beforeMiB: 0, afterMiB: 7600 },
      pods: { allocatable: 110, before: 0, after: 1 },
      watts: { before: 5, after: 15 },
    },
  ],
  workloads: [
    {
      namespace: "media",
      name: "sonarr",
      replicas: 1,
      nodes: ["beta"],
      failover: ["alpha"],
      before: ["alpha"],
      moved: true,
      reason: "moves to beta: alpha is for the core | crowded",
    },
    { namespace: "core", name: "dns", replicas: 2, nodes: ["alpha"], failover: ["beta"], before: ["alpha"], moved: false, reason: "stays" },
    { namespace: "ai", name: "llm", replicas: 1, nodes: [], failover: [], before: [], moved: false, reason: "has no node" },
  ],
  unplaced: [
    { namespace: "ai", name: "llm", replicas: 1, blockedBy: ["memory on alpha, beta"], remedies: ["1024 MiB more memory on beta"] },
  ],
};
