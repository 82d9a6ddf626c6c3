import { rehearsalSchema, type RehearsalReport } from "../../../../rehearsal/report/rehearsal-document";

/** Two workloads, one of them with a pod that waits; one drill of each outcome. */
export const brokenRehearsal: RehearsalReport = rehearsalSchema.parse({
  version: 1,
  stack: "small",
  holds: false,
  kubernetesVersion: "1.35.4",
  seed: 42,
  resources: 31,
  nodes: [
    {
      name: "n1",
      cpuMilli: { allocatable: 4000, requested: 3800 },
      memoryMiB: { allocatable: 8192, requested: 2048 },
      pods: { allocatable: 110, requested: 7 },
    },
  ],
  workloads: [
    {
      namespace: "apps",
      name: "web",
      replicas: 2,
      planned: ["n1"],
      failover: ["n2"],
      scheduled: { n1: 1 },
      pending: 1,
      outcome: "pending",
    },
    { namespace: "apps", name: "db", replicas: 1, planned: ["n1"], failover: [], scheduled: { n1: 1 }, pending: 0, outcome: "as planned" },
  ],
  drills: [
    {
      name: "scheduled-as-planned",
      question: "Does it?",
      outcome: "broken",
      summary: "1 of 3 pods is not where it is planned",
      findings: [{ subject: "apps/web-2", planned: ["n1"], failover: ["n2"], message: "0/2 nodes are available: 2 Insufficient cpu." }],
      facts: [],
      seconds: 3.21,
    },
    {
      name: "descheduler-rests",
      question: "Does it rest?",
      outcome: "held",
      summary: "nothing was evicted",
      findings: [],
      facts: [{ label: "nodes it looked at", value: "2" }],
      seconds: 0.5,
    },
    {
      name: "burst",
      question: "Does a node come?",
      outcome: "skipped",
      summary: "not run",
      reason: "the stack has no burst",
      findings: [],
      facts: [],
      seconds: 0,
    },
  ],
  standIns: [{ name: "talos", what: "checks inputs, keeps state" }],
  phases: [
    { name: "control plane", seconds: 4 },
    { name: "drills", seconds: 3.71 },
  ],
  peakMemoryMiB: 1536,
});

/** The same with nothing to complain of. */
export const heldRehearsal: RehearsalReport = {
  ...brokenRehearsal,
  holds: true,
  workloads: brokenRehearsal.workloads.map((workload) => ({
    ...workload,
    scheduled: { n1: workload.replicas },
    pending: 0,
    outcome: "as planned",
  })),
  drills: brokenRehearsal.drills.map((drill) =>
    drill.outcome === "broken" ? { ...drill, outcome: "held", summary: "all 3 pods are on planned nodes", findings: [] } : drill,
  ),
};
