import type { MigrationTable } from "../../infra/migration/migration";

/**
 * Seed 004's rolling migration from K3s to Talos, host by host, with its mistakes put right:
 *
 * - Two control planes are no step towards high availability: two members of etcd tolerate no failure, as one does, and
 *   there are two that can fail. It is there when metal0 has joined, in phase 4 and not in phase 3.
 * - Jellyfin moves before metal1 does: with metal1 goes the last Intel GPU of the K3s cluster.
 * - Home automation cannot move ahead of metal0, where its dongle is: it stands still while metal0 is rebuilt.
 *
 * That K3s had three servers with etcd is assumed: the seed says that its control plane had an address of its own.
 */
export const migration: MigrationTable = {
  from: { name: "K3s", controlPlanes: ["metal0", "metal1", "metal2"], workers: [] },
  to: { name: "Talos" },
  phases: [
    {
      title: "metal2 begins the Talos cluster, metal3 is added to it",
      joins: ["metal2", "metal3"],
      setsUp: ["kube-system"],
    },
    {
      title: "infrastructure, and the applications that are missed least",
      setsUp: [
        "ceph-csi-rbd",
        "ceph-csi-cephfs",
        "csi-driver-nfs",
        "snapshot-controller",
        "ingress-nginx",
        "argocd",
        "cert-manager",
        "volsync-system",
        "monitoring-system",
        "node-feature-discovery",
        "intel-gpu-plugin",
        "kyverno",
      ],
      moves: ["media", "nextcloud", "paperless", "grocy", "babybuddy", "renovate"],
    },
    {
      title: "metal1 becomes the second Talos control plane",
      joins: ["metal1"],
    },
    {
      title: "the critical applications, then metal0 as the third",
      moves: ["vaultwarden", "immich"],
      joins: ["metal0"],
      pauses: ["homeassistant", "mosquitto", "zigbee2mqtt"],
    },
    { title: "the addresses that both clusters used go to Talos, and what is left of K3s is removed" },
  ],
};
