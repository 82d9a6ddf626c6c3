import { capabilityKey } from "../../infra/hardware/capabilities";
import type { NamespaceRow, NodeRequirement } from "../../infra/workloads/schema";

/** Not on metal3, whose 10 GiB their limits would take between them; only a failover goes there. */
const notWithLowMemory: NodeRequirement = { key: capabilityKey.memoryClass, operator: "NotIn", values: ["low"] };

/**
 * The namespaces of portkey. Seed 004 names `monitoring-system`, and `rook-ceph`, whose place the two Ceph drivers take; the
 * others are named after what runs in them. Tiers are ours. Nothing is `core` in the sense of belonging on the control plane: the
 * control planes take whatever there is.
 */
export const namespaces: readonly NamespaceRow[] = [
  { name: "kube-system", tier: "0-core", madeElsewhere: true },
  {
    name: "ceph-csi-rbd",
    tier: "0-core",
    madeElsewhere: true,
    note: "The way to the external Ceph cluster: without it no volume is mounted",
  },
  { name: "ceph-csi-cephfs", tier: "0-core", madeElsewhere: true, note: "The same for volumes that several pods share" },
  { name: "csi-driver-nfs", tier: "0-core", madeElsewhere: true, note: "The way to the NFS server" },
  { name: "snapshot-controller", tier: "0-core", madeElsewhere: true },
  { name: "ingress-nginx", tier: "0-core" },
  { name: "argocd", tier: "1-cluster", madeElsewhere: true, note: "GitOps: owns the applications" },
  { name: "cert-manager", tier: "1-cluster" },
  { name: "volsync-system", tier: "1-cluster", madeElsewhere: true, note: "Backups" },
  {
    name: "monitoring-system",
    tier: "1-cluster",
    target: [notWithLowMemory],
    note: "Prometheus, Grafana and Alertmanager, which alerts through ntfy.sh",
  },
  { name: "kyverno", tier: "1-cluster", madeElsewhere: true, note: "Installed by Berth" },
  { name: "node-feature-discovery", tier: "1-cluster", madeElsewhere: true },
  { name: "intel-gpu-plugin", tier: "2-gpu", madeElsewhere: true, note: "Advertises the GPUs of the N100s" },

  { name: "vaultwarden", tier: "1-cluster", note: "The password manager: critical" },
  { name: "homeassistant", tier: "1-cluster", note: "Home automation, where the Zigbee dongle is" },
  { name: "mosquitto", tier: "1-cluster", note: "Home automation, where the Zigbee dongle is" },
  { name: "zigbee2mqtt", tier: "1-cluster", note: "Home automation, where the Zigbee dongle is" },

  { name: "media", tier: "3-edge", note: "Jellyfin and what feeds it" },
  { name: "immich", tier: "3-edge", target: [notWithLowMemory] },
  { name: "nextcloud", tier: "3-edge", target: [notWithLowMemory] },
  { name: "paperless", tier: "3-edge", target: [notWithLowMemory] },
  { name: "grocy", tier: "3-edge" },
  { name: "babybuddy", tier: "3-edge" },
  { name: "renovate", tier: "4-aux", note: "Pull requests for new images" },
];
