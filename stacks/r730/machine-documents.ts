/** What every machine has beside Talos' defaults and what Berth sets, as strategic-merge documents. */
export const machineDocuments: readonly string[] = [
  // Cilium is the cluster's network: Talos must not install Flannel beside it.
  JSON.stringify({ cluster: { network: { cni: { name: "none" } } } }),
];
