import { z } from "zod";
import { controlPlaneTaint } from "../../infra/hardware/control-plane-taint";
import { describeToleration, tolerates } from "../model/taint-toleration";
import { defineRule } from "../rule";

const controlPlaneTaints = [
  controlPlaneTaint,
  // Clusters from before Kubernetes 1.24.
  { key: "node-role.kubernetes.io/master", value: "", effect: "NoSchedule" },
];

/** Seed 000, strategy 4: what tolerates the control plane's taint; and what Berth runs on every node. */
export const coreNamespaces: readonly string[] = [
  "argocd",
  "cert-manager",
  "cilium-spire",
  "csi-driver-nfs",
  "external-secrets",
  "flux-system",
  "kube-system",
  "liqo",
  "local-path-storage",
  "node-feature-discovery",
  "spegel",
  "traefik",
];

/** The control plane's machines are for what the cluster cannot do without. */
export const controlPlaneForCoreOnly = defineRule({
  id: "control-plane-for-core-only",
  displayName: "The control plane is for the core only",
  description: "Only workloads in core namespaces tolerate the taint of control-plane nodes. A toleration without a key tolerates it too.",
  why: "Applications beside etcd and the API server take their CPU, memory and disk: the whole cluster then slows down or fails with one of them.",
  remediation:
    "Remove the toleration; name the taint key that is meant where it has none. If the namespace is core infrastructure, say so: core: true in the stack's namespace table, coreNamespaces in the policy's configuration.",
  group: "placement",
  severity: "high",
  view: "resource",
  settings: {
    coreNamespaces: z
      .array(z.string().min(1))
      .default([...coreNamespaces])
      .describe(
        "Namespaces whose workloads may run on control-plane nodes. Where a whole Berth stack is checked, its namespace table decides instead.",
      ),
  },
  check(subject, cluster, settings) {
    if (subject.type !== "workload") {
      return [];
    }
    const tolerating = subject.pod.tolerations.filter((toleration) => controlPlaneTaints.some((taint) => tolerates(toleration, taint)));
    if (tolerating.length === 0 || (cluster.coreNamespaces ?? settings.coreNamespaces).includes(subject.namespace)) {
      return [];
    }
    return [
      {
        message: `${subject.label} tolerates the control-plane taint (${tolerating.map(describeToleration).join(", ")} in ${subject.specPath}.tolerations), but namespace ${subject.namespace} is not core infrastructure.`,
      },
    ];
  },
});
