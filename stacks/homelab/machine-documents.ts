/**
 * What every machine of the homelab has beside Talos' defaults and what Berth sets, as strategic-merge documents. What is
 * particular to the machines that run (disks, networks, the installer image with its extensions) is not known to the
 * seed; it comes from the folder that `berth:talosDocuments` names.
 */
export const machineDocuments: readonly string[] = [ciliumInsteadOfFlannel()];

/** Seed 000 names cilium-spire: the cluster's network is Cilium, and Talos must not install Flannel beside it. */
function ciliumInsteadOfFlannel(): string {
  return JSON.stringify({ cluster: { network: { cni: { name: "none" } } } });
}
