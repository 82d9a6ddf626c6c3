import { strategyOf, surgePodsOf } from "./rollout";

type Rolled = Parameters<typeof surgePodsOf>[0];
const nothing = { cpuMilli: 0, memoryBytes: 0, extended: {} };
const deployment = (change: Partial<Rolled> = {}): Rolled => ({
  kind: "Deployment",
  managedBy: "argocd",
  replicas: 6,
  requests: nothing,
  volumes: [],
  ...change,
});
const card = { ...nothing, extended: { "nvidia.com/gpu": 1 } };

/** `ResolveFenceposts` rounds the surge up; `NewRSNewReplicas` never has more than `replicas` pods: pkg/controller/deployment/util, v1.35.4. */
test.each<[string, Rolled, number]>([
  ["a quarter, rounded up, by default", deployment(), 2],
  ["one of one by default", deployment({ replicas: 1 }), 1],
  ["none of none", deployment({ replicas: 0, rollout: { maxSurge: 3, maxUnavailable: 0 } }), 0],
  ["a number", deployment({ rollout: { maxSurge: 3, maxUnavailable: 0 } }), 3],
  ["a percentage, rounded up", deployment({ replicas: 3, rollout: { maxSurge: "34%", maxUnavailable: 0 } }), 2],
  ["never more than there are replicas", deployment({ rollout: { maxSurge: "300%", maxUnavailable: 0 } }), 6],
  ["none", deployment({ rollout: { maxSurge: 0, maxUnavailable: 1 } }), 0],
  ["none of a StatefulSet", deployment({ kind: "StatefulSet" }), 0],
  ["none of a DaemonSet", deployment({ kind: "DaemonSet" }), 0],
  ["none of a CronJob", deployment({ kind: "CronJob" }), 0],
  ["none where the old pod stops first", deployment({ managedBy: "berth", requests: card }), 0],
])("a rolling update starts %s", (_, workload, expected) => {
  expect(surgePodsOf(workload)).toBe(expected);
});

test.each<[string, Rolled, "Recreate" | "RollingUpdate"]>([
  ["a card", deployment({ managedBy: "berth", requests: card }), "Recreate"],
  ["its node's disk", deployment({ managedBy: "berth", volumes: [{ name: "data", storage: "node-local" }] }), "Recreate"],
  ["scratch space", deployment({ managedBy: "berth", requests: { ...nothing, extended: { "ephemeral-storage": 1 } } }), "RollingUpdate"],
  [
    "a card, and a rollout of its own",
    deployment({ managedBy: "berth", requests: card, rollout: { maxSurge: 0, maxUnavailable: 1 } }),
    "RollingUpdate",
  ],
  ["a card, deployed by something else", deployment({ requests: card }), "RollingUpdate"],
])("what holds %s is replaced by %s", (_, workload, expected) => {
  expect(strategyOf(workload)).toBe(expected);
});
