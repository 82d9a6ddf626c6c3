import { subjectsOfType } from "../model/cluster";
import { sharedWithEarlier } from "../model/sharing";
import { defineRule } from "../rule";

/** What names no class gets a class that does not change by accident. */
export const oneDefaultPriorityClass = defineRule({
  id: "one-default-priority-class",
  displayName: "One default PriorityClass",
  description: "At most one PriorityClass of the program is marked as the default.",
  why: "A pod without a class gets the default one; with two the API server takes the lowest, and which that is changes with the next class: every pod without a class then changes its importance.",
  remediation: "Leave globalDefault: true on one of them.",
  group: "resources",
  severity: "medium",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "priority-class") {
      return;
    }
    const marked = ({ isDefault }: typeof subject): readonly string[] => (isDefault ? ["default"] : []);
    for (const { other } of sharedWithEarlier(subject, subjectsOfType(cluster, "priority-class"), marked)) {
      yield { message: `${subject.label} and ${other.label} are both marked as the default.` };
    }
  },
});
