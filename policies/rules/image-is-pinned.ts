import { decidedParts } from "../model/undecidable";
import { defineRule } from "../rule";

/** A restarted pod runs what it ran before. */
export const imageIsPinned = defineRule({
  id: "image-is-pinned",
  displayName: "An image has a version",
  description: "The image of every container has a tag other than latest, or a digest.",
  why: "Without a version each node runs what was newest when it pulled: a pod that moves may come back as another program, and there is no way back to the one that worked.",
  remediation: "Name a version, better a digest: ghcr.io/example/app:1.4.0@sha256:….",
  group: "hardware and secrets",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "workload") {
      return [];
    }
    return decidedParts(
      (subject.pod.containers ?? []).map((container) => () => {
        const { image, name } = container;
        return image === undefined || isPinned(image)
          ? []
          : [{ message: `Container ${name} of ${subject.label} runs ${image}, whose content may change.` }];
      }),
    );
  },
});

function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) {
    return true;
  }
  // A colon before the last slash belongs to the registry's port.
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  return tag !== undefined && tag !== "latest";
}
