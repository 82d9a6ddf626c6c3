import { controlPlaneTaint } from "../../hardware/control-plane-taint";
import type { OperatingSystem, Taint } from "../../hardware/schema";
import type { Node } from "../api/node";
import type { Remarks } from "../remarks";

/** Taints that tell a node's state, which comes and goes; and the prefix of the cloud controllers' ones. */
const lifecycleKeys: readonly string[] = [
  "node.kubernetes.io/not-ready",
  "node.kubernetes.io/unreachable",
  "node.kubernetes.io/memory-pressure",
  "node.kubernetes.io/disk-pressure",
  "node.kubernetes.io/pid-pressure",
  "node.kubernetes.io/network-unavailable",
  "node.kubernetes.io/unschedulable",
  "node.kubernetes.io/out-of-service",
  "node.cilium.io/agent-not-ready",
  "ToBeDeletedByClusterAutoscaler",
  "DeletionCandidateOfClusterAutoscaler",
];
const cloudProviderPrefix = "node.cloudprovider.kubernetes.io/";

/**
 * Whether a taint's key stands for a state of the node and not for what it is meant for.
 *
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
export function isLifecycleTaint(key: string): boolean {
  return lifecycleKeys.includes(key) || key.startsWith(cloudProviderPrefix);
}

/**
 * A node's lasting taints. The one of Talos' control planes is left out where Talos sets it by itself; on a Talos
 * control plane every key can have one effect only, and the first is kept.
 *
 * @param allowScheduling Whether control planes take ordinary workloads: then none has to have the taint.
 */
export function taintsOf(
  node: Node,
  role: "control-plane" | "worker",
  system: OperatingSystem["kind"],
  remarks: Remarks,
  allowScheduling = false,
): readonly Taint[] {
  const subject = `node ${node.metadata.name}`;
  const talosControlPlane = system === "talos" && role === "control-plane";
  if (node.spec.unschedulable) {
    remarks.add("left out", subject, "is cordoned; the plan will use it", "uncordon it, or remove its machine from hardware.ts");
  }
  const lasting = node.spec.taints.filter(({ key }) => !isLifecycleTaint(key));
  for (const { key } of node.spec.taints.filter(
    (taint) => isLifecycleTaint(taint.key) && taint.key !== "node.kubernetes.io/unschedulable",
  )) {
    remarks.add("left out", subject, `its taint ${key} tells its present state`);
  }
  if (talosControlPlane && !allowScheduling && !lasting.some(isControlPlaneTaint)) {
    remarks.add(
      "changed",
      subject,
      "is a control plane without the taint; the plan will hold it for tainted, as Talos does by default",
      "mark the namespaces that may run there core: true in namespaces.ts",
    );
  }
  const taints: Taint[] = [];
  for (const taint of lasting) {
    if (talosControlPlane && isControlPlaneTaint(taint)) {
      continue;
    }
    if (talosControlPlane && (taint.key === controlPlaneTaint.key || taints.some(({ key }) => key === taint.key))) {
      remarks.add("left out", subject, `its taint ${taint.key}:${taint.effect}: Talos sets one effect for each key of a control plane`);
      continue;
    }
    taints.push(taint);
  }
  return taints;
}

/** Whether it is the one that Talos sets on control planes by itself. */
export function isControlPlaneTaint({ key, effect }: Taint): boolean {
  return key === controlPlaneTaint.key && effect === controlPlaneTaint.effect;
}
