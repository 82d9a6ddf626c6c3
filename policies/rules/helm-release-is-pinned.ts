import { defineRule } from "../rule";

/** The same program installs the same chart tomorrow. */
export const helmReleaseIsPinned = defineRule({
  id: "helm-release-is-pinned",
  displayName: "A Helm release has one version of its chart",
  description:
    "A Helm release names an exact version of its chart, not a range. A chart from a folder or an archive has its version in itself.",
  why: "Without a version whatever is newest that day is installed: a preview no longer says what an update does, and a cluster that is built again is another cluster.",
  remediation: "Set version to the exact version of the chart, such as 4.13.3, and let an update bot raise it.",
  group: "hardware and secrets",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "release" || hasOwnVersion.test(subject.chart)) {
      return [];
    }
    const version = subject.version;
    if (version === undefined || version === "") {
      return [{ message: `${subject.label} installs the chart ${subject.chart} in no particular version.` }];
    }
    return exactVersion.test(version)
      ? []
      : [{ message: `${subject.label} installs the chart ${subject.chart} in any version that fits ${version}.` }];
  },
});

/** A path, an archive, or a reference with a digest. */
const hasOwnVersion = /^[./]|\.tgz$|@sha256:/;
const exactVersion = /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/;
