import { isKubeletLabel } from "../../infra/hardware/checks/labels";
import { controlPlaneTaint } from "../../infra/hardware/control-plane-taint";
import type { Machine } from "../../infra/hardware/machine";
import type { Taint } from "../../infra/hardware/schema";
import { UserError } from "../../infra/diagnostics/user-error";

/** A taint that the kubelet gives its node when it registers. */
export interface RegisteredTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: Taint["effect"];
}

/** The part of Talos' machine configuration that placement sets. */
export interface MachineDocument {
  readonly machine: {
    readonly nodeLabels: Readonly<Record<string, string>>;
    readonly nodeTaints?: Readonly<Record<string, string>>;
    readonly kubelet?: { readonly extraConfig: { readonly registerWithTaints: readonly RegisteredTaint[] } };
  };
  readonly cluster?: {
    readonly allowSchedulingOnControlPlanes: boolean;
    readonly apiServer: { readonly certSANs: readonly string[] };
  };
}

/** Talos 1.12 generates `auto: stable`, under which the node's name would be made up; `off` has to be a string. */
export interface HostnameDocument {
  readonly apiVersion: "v1alpha1";
  readonly kind: "HostnameConfig";
  readonly hostname: string;
  readonly auto: "off";
}

export type TalosDocument = MachineDocument | HostnameDocument;

/**
 * The strategic-merge documents that give a machine its name, labels and taints.
 *
 * Taints go the way that works for the role. A control plane's are kept by Talos with credentials of its own, and
 * `node-role.kubernetes.io/control-plane:NoSchedule` is what `allowSchedulingOnControlPlanes: false` means, so it is
 * not listed again. A worker's kubelet may not change its taints (NodeRestriction refuses the update, labels and all),
 * it can only register with them: on a node that exists already they have to be set once by an administrator.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/reference/configuration/v1alpha1/config
 * @throws UserError for labels that the kubelet of a worker may not set, and for taints that Talos cannot keep.
 */
export function talosNodePatches(machine: Machine, clusterEndpoint: string): readonly TalosDocument[] {
  checkNode(machine);
  const hostname: HostnameDocument = { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: machine.name, auto: "off" };
  return [machine.role === "control-plane" ? controlPlaneDocument(machine, clusterEndpoint) : workerDocument(machine), hostname];
}

function controlPlaneDocument(machine: Machine, clusterEndpoint: string): MachineDocument {
  const taints = machine.taints
    .filter(({ key }) => key !== controlPlaneTaint.key)
    .map(({ key, value, effect }) => [key, value === "" ? effect : `${value}:${effect}`] as const);
  return {
    machine: { nodeLabels: machine.labels, ...(taints.length === 0 ? {} : { nodeTaints: Object.fromEntries(taints) }) },
    // Since the 1.12 configuration contract Talos no longer adds the endpoint to the certificate by itself.
    cluster: {
      allowSchedulingOnControlPlanes: !machine.taints.some(({ key }) => key === controlPlaneTaint.key),
      apiServer: { certSANs: [new URL(clusterEndpoint).hostname] },
    },
  };
}

function workerDocument(machine: Machine): MachineDocument {
  const registerWithTaints = machine.taints.map(({ key, value, effect }) => ({ key, value, effect }));
  return {
    machine: {
      nodeLabels: machine.labels,
      ...(registerWithTaints.length === 0 ? {} : { kubelet: { extraConfig: { registerWithTaints } } }),
    },
  };
}

function checkNode(machine: Machine): void {
  const labels = machine.role === "worker" ? Object.keys(machine.labels).filter((key) => !isKubeletLabel(key)) : [];
  const taints = machine.role === "control-plane" ? machine.taints.filter(isImpossible) : [];
  const findings = [
    ...labels.map((key) => ({
      path: `machines[${machine.name}].labels["${key}"]`,
      message: "may not be set by a worker's kubelet, and would keep all its other labels from being set",
      fix: "use a prefix outside kubernetes.io and k8s.io",
    })),
    ...taints.map(({ key, effect }) => ({
      path: `machines[${machine.name}].taints`,
      value: `${key}:${effect}`,
      message: "cannot be kept by Talos beside another taint of the same key",
      fix: "keep one taint for each key",
    })),
  ];
  if (findings.length > 0) {
    throw new UserError(`Talos cannot configure ${machine.name} as its row says`, findings);
  }
}

/** Talos keeps one taint for each key of a control plane, and for its own key only the one it sets itself. */
function isImpossible(taint: Taint, index: number, taints: readonly Taint[]): boolean {
  const repeated = taints.findIndex(({ key }) => key === taint.key) < index;
  return repeated || (taint.key === controlPlaneTaint.key && taint.effect !== controlPlaneTaint.effect);
}
