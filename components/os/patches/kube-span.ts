import type { MachineConfiguration, PatchKind } from "./document";

/**
 * WireGuard between all machines, wherever they stand; the API server and pods' traffic go through it too. It finds the
 * others by the cluster's discovery, which has to be on, and lets pass what goes to a machine that it cannot reach.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/networking/kubespan
 */
export const kubeSpanDocument: MachineConfiguration = {
  machine: { network: { kubespan: { enabled: true, allowDownPeerBypass: true } } },
  cluster: { discovery: { enabled: true } },
};

export const kubeSpan: PatchKind = () => [kubeSpanDocument];
