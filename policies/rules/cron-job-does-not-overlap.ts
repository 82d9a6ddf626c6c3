import { defineRule } from "../rule";

/** A run that takes too long is not joined by the next. */
export const cronJobDoesNotOverlap = defineRule({
  id: "cron-job-does-not-overlap",
  displayName: "Runs of a CronJob do not overlap",
  description: "A CronJob has concurrencyPolicy Forbid or Replace.",
  why: "By default the next run starts although the last one still goes: a backup that hangs is joined by another each hour, until they have all memory of a small cluster or destroy each other's work.",
  remediation: "Set spec.concurrencyPolicy: Forbid; Replace where the newest run is the one that matters.",
  group: "disruption",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "workload" || subject.kind !== "CronJob" || subject.controller === undefined) {
      return [];
    }
    const policy = subject.controller.concurrencyPolicy;
    return policy === "Forbid" || policy === "Replace"
      ? []
      : [{ message: `${subject.label} lets its runs overlap: spec.concurrencyPolicy is ${policy ?? "not set, which means Allow"}.` }];
  },
});
