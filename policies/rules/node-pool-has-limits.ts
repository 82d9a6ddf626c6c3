import { defineRule } from "../rule";

/** A mistake costs a known amount at most. */
export const nodePoolHasLimits = defineRule({
  id: "node-pool-has-limits",
  displayName: "A NodePool has limits",
  description: "A NodePool of Karpenter limits the CPU or the memory of all its nodes together.",
  why: "Karpenter buys a node for every pod that waits: a Deployment with a wrong number of replicas, or a CronJob that never ends, then rents machines until the bill stops it.",
  remediation: "Set spec.limits.cpu and spec.limits.memory to what may be rented at once at most.",
  group: "resources",
  severity: "critical",
  view: "resource",
  settings: {},
  check(subject) {
    return subject.type !== "node-pool" || subject.limits["cpu"] !== undefined || subject.limits["memory"] !== undefined
      ? []
      : [{ message: `${subject.label} may buy any number of nodes: spec.limits has neither cpu nor memory.` }];
  },
});
