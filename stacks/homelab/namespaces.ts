import { capabilityKey } from "../../infra/hardware/capabilities";
import type { NamespaceRow, NodeRequirement } from "../../infra/workloads/schema";

/** On a machine of one of these pools; `hardware.ts` says which machine is in which. */
function inPool(...values: string[]): NodeRequirement {
  return { key: capabilityKey.pool, operator: "In", values };
}

/** On a machine with 40 GiB of memory or more. */
const withHighMemory: NodeRequirement = { key: capabilityKey.memoryClass, operator: "In", values: ["high"] };

/**
 * The namespaces of the homelab. `core` and `target` are the two tables of seed 000, strategy 4: core infrastructure
 * tolerates the control plane's taint, everything else moves to the machines named there. Here they are told by what
 * they are: talos01 is the pool `general`, talos02-gpu is `compute` and the one machine with high memory, talos03 is
 * `efficient`. Tiers are ours.
 */
export const namespaces: readonly NamespaceRow[] = [
  // Core infrastructure
  { name: "kube-system", tier: "0-core", core: true },
  { name: "cilium-spire", tier: "0-core", core: true, note: "Service mesh identity" },
  { name: "local-path-storage", tier: "0-core", core: true, note: "Storage provisioner" },
  { name: "traefik", tier: "0-core", core: true, note: "Ingress, on every node" },
  { name: "cert-manager", tier: "1-cluster", core: true, note: "PKI" },
  { name: "external-secrets", tier: "1-cluster", core: true, note: "Secrets" },
  { name: "flux-system", tier: "1-cluster", core: true, note: "GitOps controller; it and argocd must not own the same objects" },
  { name: "argocd", tier: "1-cluster", core: true, note: "GitOps controller; it and flux-system must not own the same objects" },
  { name: "liqo", tier: "1-cluster", core: true, note: "Cluster federation" },
  { name: "node-feature-discovery", tier: "1-cluster", core: true, note: "On every node" },

  // Workloads to migrate off the control plane
  { name: "catalyst", tier: "3-edge", target: [inPool("general", "compute")], note: "Apps" },
  { name: "catalyst-llm", tier: "2-gpu", target: [inPool("general", "compute")], note: "Language models" },
  { name: "media", tier: "3-edge", target: [inPool("general", "compute", "efficient")], note: "Media apps" },
  { name: "media-private", tier: "4-aux", target: [inPool("general", "compute", "efficient")], note: "Media apps" },
  { name: "monitoring", tier: "1-cluster", target: [withHighMemory], note: "Observability: high memory" },
  { name: "minio", tier: "1-cluster", target: [withHighMemory], note: "Object storage: high memory" },
  { name: "registry", tier: "1-cluster", target: [withHighMemory], note: "Artifacts: high memory" },
  { name: "scratch", tier: "4-aux", target: [inPool("general")], note: "Development" },
  { name: "vpn-gateway", tier: "3-edge", target: [inPool("general")], note: "VPN" },
  { name: "authentik", tier: "1-cluster", target: [inPool("general")], note: "Single sign-on" },
  { name: "infra-control", tier: "4-aux", target: [inPool("general")], note: "Dashboards" },
  // Not in that table. Strategy 2 sends "Databases (PostgreSQL)" to talos03; the name of the namespace is assumed.
  { name: "databases", tier: "1-cluster", target: [inPool("efficient")], note: "PostgreSQL and other databases" },

  // What the cluster needs besides: its GPU plugin, and what Berth installs
  { name: "intel-device-plugins", tier: "2-gpu", note: "Advertises the Intel GPUs" },
  { name: "csi-driver-nfs", tier: "0-core", core: true, note: "The way to the NFS server, on every node. Installed by Berth" },
  { name: "spegel", tier: "1-cluster", core: true, note: "Shares images between nodes, on every node. Installed by Berth" },
  { name: "reloader", tier: "1-cluster", note: "Installed by Berth" },
  { name: "keda", tier: "1-cluster", note: "Installed by Berth" },
  { name: "kyverno", tier: "1-cluster", note: "Installed by Berth" },
];
