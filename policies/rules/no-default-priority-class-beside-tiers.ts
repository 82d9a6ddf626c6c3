import { subjectsOfType } from "../model/cluster";
import { defineRule } from "../rule";

/** The tier of its namespace gives a pod its priority, nothing else does. */
export const noDefaultPriorityClassBesideTiers = defineRule({
  id: "no-default-priority-class-beside-tiers",
  displayName: "No default PriorityClass beside the priorities of tiers",
  description: "Where an admission policy gives the pods of any namespace their PriorityClass, no PriorityClass is marked as the default.",
  why: "The API server gives a pod without a class the default one before any admission policy sees it: the policy then finds a class on every pod, does nothing, and every tier has the same priority.",
  remediation: "Set globalDefault: false on the class, or remove the admission policy.",
  group: "resources",
  severity: "high",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "priority-class" || !subject.isDefault) {
      return;
    }
    const giving = subjectsOfType(cluster, "workload").find(
      ({ namespace, pod }) => pod.containers === undefined && namespace === "*" && pod.priorityClassName !== undefined,
    );
    if (giving !== undefined) {
      yield { message: `${subject.label} is the default, so that ${giving.label} never gives a pod its priority.` };
    }
  },
});
