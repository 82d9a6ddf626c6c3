import { subjectsOfType } from "../model/cluster";
import { sharedWithEarlier } from "../model/sharing";
import { defineRule } from "../rule";

/** What names no class gets a class that does not change by accident. */
export const oneDefaultStorageClass = defineRule({
  id: "one-default-storage-class",
  displayName: "One default StorageClass",
  description: "At most one StorageClass of the program is marked as the default.",
  why: "A claim that names no class gets the newest default, so that the order in which two were made decides where data lies; a restored cluster may decide otherwise.",
  remediation: "Leave the annotation storageclass.kubernetes.io/is-default-class on one of them.",
  group: "resources",
  severity: "medium",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "storage-class") {
      return;
    }
    const marked = ({ isDefault }: typeof subject): readonly string[] => (isDefault ? ["default"] : []);
    for (const { other } of sharedWithEarlier(subject, subjectsOfType(cluster, "storage-class"), marked)) {
      yield { message: `${subject.label} and ${other.label} are both marked as the default.` };
    }
  },
});
