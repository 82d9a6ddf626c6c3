import { defineRule } from "../rule";

/** A VPA says whether it may disturb running pods. */
export const vpaNamesItsMode = defineRule({
  id: "vpa-names-its-mode",
  displayName: "A VPA says what it may do to running pods",
  description: "A VerticalPodAutoscaler has an updateMode, and it is not Auto.",
  why: "Auto is deprecated, is what the VPA does where nothing is said, and evicts pods to change what they request: with one replica that is an outage at any hour.",
  remediation: "Set spec.updatePolicy.updateMode to Off, Initial, Recreate or InPlaceOrRecreate.",
  group: "resources",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "vertical-autoscaler") {
      return [];
    }
    const mode = subject.updateMode;
    return mode === undefined || mode === "Auto"
      ? [{ message: `${subject.label} has ${mode === undefined ? "no updateMode" : "updateMode: Auto"}.` }]
      : [];
  },
});
