import { podSecurityLabel } from "../model/pod-security";
import { defineRule } from "../rule";

/** A namespace says what its pods may do. */
export const namespaceEnforcesPodSecurity = defineRule({
  id: "namespace-enforces-pod-security",
  displayName: "A namespace enforces a pod security level",
  description: `A Namespace carries the label ${podSecurityLabel} with privileged, baseline or restricted.`,
  why: "Without it the cluster's own default holds: Talos refuses privileged pods and k3s accepts everything, so the same program works on one cluster and is wide open on the other.",
  remediation: `Set the label ${podSecurityLabel}: baseline; privileged where the pods reach into their node.`,
  group: "hardware and secrets",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "namespace" || kubernetesOwn.has(subject.name)) {
      return [];
    }
    const level = subject.labels[podSecurityLabel];
    return level !== undefined && levels.has(level)
      ? []
      : [{ message: `${subject.label} enforces no pod security level: ${podSecurityLabel} is ${level ?? "not set"}.` }];
  },
});

const levels: ReadonlySet<string> = new Set(["privileged", "baseline", "restricted"]);
const kubernetesOwn: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);
