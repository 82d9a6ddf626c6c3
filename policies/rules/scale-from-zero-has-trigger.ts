import { defineRule } from "../rule";

/** Something outside the pods wakes up what is scaled to zero. */
export const scaleFromZeroHasTrigger = defineRule({
  id: "scale-from-zero-has-trigger",
  displayName: "What scales to zero has something that wakes it up",
  description: "A ScaledObject with minReplicaCount 0 has a trigger other than cpu and memory.",
  why: "CPU and memory are measured on pods that run. Without pods there is nothing to measure: the workload goes to zero once and never comes back by itself.",
  remediation: "Add a trigger that does not need the pods (cron, prometheus, http, a queue), or set minReplicaCount: 1.",
  group: "disruption",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "scaler" || subject.minReplicas > 0) {
      return [];
    }
    const types = subject.triggerTypes;
    return types.length === 0 || types.some((type) => type !== "cpu" && type !== "memory")
      ? []
      : [
          {
            message: `${subject.label} scales to zero, and its only triggers (${[...new Set(types)].join(", ")}) are measured on running pods.`,
          },
        ];
  },
});
