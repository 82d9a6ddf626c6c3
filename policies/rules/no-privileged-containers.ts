import { z } from "zod";
import { mayReachIntoNode } from "../model/pod-security";
import { defineRule } from "../rule";

/** Only what is meant to touches its node. */
export const noPrivilegedContainers = defineRule({
  id: "no-privileged-containers",
  displayName: "Privileged containers only where the namespace says so",
  description:
    "Containers are privileged only in namespaces that are named in the settings, or whose Namespace in the same program enforces the pod security level privileged.",
  why: "A privileged container is root on its node: whoever breaks into it has the node, its disks and the secrets of every pod there.",
  remediation:
    "Drop securityContext.privileged and add the one capability that is needed; or label the Namespace pod-security.kubernetes.io/enforce: privileged.",
  group: "hardware and secrets",
  severity: "high",
  view: "stack",
  settings: {
    namespaces: z
      .array(z.string().min(1))
      .default(["kube-system"])
      .describe("Namespaces whose pods may do so, beside those that say so in the program itself."),
  },
  check(subject, cluster, settings) {
    if (subject.type !== "workload") {
      return [];
    }
    const privileged = (subject.pod.containers ?? []).filter((container) => container.privileged);
    return privileged.length === 0 || mayReachIntoNode(subject.namespace, settings.namespaces, cluster)
      ? []
      : privileged.map(({ name }) => ({
          message: `Container ${name} of ${subject.label} is privileged, and namespace ${subject.namespace} is not meant for that.`,
        }));
  },
});
