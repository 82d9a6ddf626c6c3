import { z } from "zod";
import { mayReachIntoNode } from "../model/pod-security";
import { defineRule } from "../rule";

/** Only what is meant to touches its node. */
export const noHostAccess = defineRule({
  id: "no-host-access",
  displayName: "Access to the node only where the namespace says so",
  description:
    "Pods mount paths of their node or share its network, processes or IPC only in namespaces that are named in the settings, or whose Namespace in the same program enforces the pod security level privileged.",
  why: "Such a pod sees what belongs to its node or to others; where the cluster enforces a pod security level, its controller is accepted and then never gets a pod.",
  remediation:
    "Use a volume of a storage class or a Service instead; or label the Namespace pod-security.kubernetes.io/enforce: privileged.",
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
    const { hostPaths, hostNamespaces } = subject.pod;
    const reached = [...hostNamespaces, ...hostPaths.map((path) => `hostPath ${path}`)];
    return reached.length === 0 || mayReachIntoNode(subject.namespace, settings.namespaces, cluster)
      ? []
      : [
          {
            message: `${subject.label} reaches into its node (${reached.join(", ")}), and namespace ${subject.namespace} is not meant for that.`,
          },
        ];
  },
});
