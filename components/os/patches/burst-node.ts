import type { Machine } from "../../../infra/hardware/machine";
import { burstTaint, unregisteredTaint } from "../../../infra/burst/burst-pool";
import { clusterNetwork } from "./cluster-network";
import { containerd } from "./containerd";
import type { PatchContext, PatchKind, TalosDocument } from "./document";
import { kubePrism } from "./kube-prism";
import { kubeSpan } from "./kube-span";
import { kubelet } from "./kubelet";
import { nodeLabels } from "./node-labels";
import { nvidia } from "./nvidia";

/**
 * Its taints, and what a node needs whose id only its cloud knows: the kubelet then registers without one, and whoever
 * asks the machine for it (Talos' cloud controller manager) writes `aws:///<zone>/<instance>`, by which Karpenter finds it.
 */
const rented: PatchKind = () => [
  {
    machine: {
      kubelet: { extraArgs: { "cloud-provider": "external" }, extraConfig: { registerWithTaints: [unregisteredTaint, burstTaint] } },
    },
  },
  // AWS' own clock, which no firewall keeps out.
  { apiVersion: "v1alpha1", kind: "TimeSyncConfig", ntp: { servers: ["169.254.169.123"] } },
];

/** What Berth sets on machines at home, as far as it is not their own: no name and no address, which EC2 gives. */
const kinds: readonly PatchKind[] = [nodeLabels, clusterNetwork, kubePrism, kubelet, nvidia, containerd, kubeSpan, rented];

/** The documents of a node that is rented. One configuration serves all types of the pool. */
export function burstNodeDocuments(machine: Machine, context: PatchContext): readonly TalosDocument[] {
  return kinds.flatMap((kind) => kind(machine, context));
}
