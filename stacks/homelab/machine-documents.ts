/**
 * What the homelab's machines have beside Talos' defaults and what Berth sets, as strategic-merge documents.
 *
 * An `up` sends each machine its whole configuration: what the running machine has and neither Talos' defaults nor this
 * list does, is taken away. Before the first `up`, compare with `talosctl get machineconfig -o yaml` and add what is
 * missing: disks, networks, the installer image with its extensions.
 */
export const machineDocuments: { readonly controlPlane: readonly string[]; readonly worker: readonly string[] } = {
  controlPlane: [ciliumInsteadOfFlannel()],
  worker: [ciliumInsteadOfFlannel()],
};

/** Seed 000 names cilium-spire: the cluster's network is Cilium, and Talos must not install Flannel beside it. */
function ciliumInsteadOfFlannel(): string {
  return JSON.stringify({ cluster: { network: { cni: { name: "none" } } } });
}
