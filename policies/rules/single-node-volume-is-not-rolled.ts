import { subjectsOfType } from "../model/cluster";
import { defineRule } from "../rule";

/** A pod that holds a volume lets go of it before the next one wants it. */
export const singleNodeVolumeIsNotRolled = defineRule({
  id: "single-node-volume-is-not-rolled",
  displayName: "A volume for one node is not handed over by a rolling update",
  description:
    "A Deployment that mounts a ReadWriteOnce or ReadWriteOncePod claim of the same program replaces its pod with Recreate, or with maxSurge: 0.",
  why: "The new pod starts while the old one holds the volume. On another node it waits for a volume that is not let go, the old pod waits for the new one to be ready: the update never ends. On the same node two programs write the same files.",
  remediation: "Set spec.strategy.type: Recreate.",
  group: "disruption",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type !== "workload" || subject.controller?.surges !== true) {
      return [];
    }
    const { claimNames } = subject.pod;
    return subjectsOfType(cluster, "claim")
      .filter(({ namespace, name }) => claimNames.length > 0 && namespace === subject.namespace && claimNames.includes(name))
      .filter(
        ({ accessModes }) => accessModes.length > 0 && accessModes.every((mode) => mode === "ReadWriteOnce" || mode === "ReadWriteOncePod"),
      )
      .map(({ label, accessModes }) => ({
        message: `${subject.label} starts a new pod while the old one holds ${label} (${accessModes.join(", ")}).`,
      }));
  },
});
