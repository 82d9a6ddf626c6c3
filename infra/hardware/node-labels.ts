import { controlPlaneTaint } from "./control-plane-taint";
import type { Machine } from "./machine";
import type { OperatingSystem } from "./schema";

/** The label that names one node. Nothing is placed by it: placement follows what a machine can do, not its name. */
export const hostnameLabel = "kubernetes.io/hostname";

/** Label of control planes; the same key as their taint. */
export const controlPlaneLabel = controlPlaneTaint.key;

/** All labels that a machine's node carries: Berth's, the user's, what discovery adds, and the kubelet's own. */
export function nodeLabelsOf(machine: Machine, operatingSystem: OperatingSystem["kind"]): Readonly<Record<string, string>> {
  // kubeadm and Talos leave the value of the role label empty; K3s writes "true".
  const role = machine.role === "control-plane" ? { [controlPlaneLabel]: operatingSystem === "k3s" ? "true" : "" } : {};
  return { ...machine.discoveredLabels, ...machine.labels, [hostnameLabel]: machine.name, "kubernetes.io/os": "linux", ...role };
}
