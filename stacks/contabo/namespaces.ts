import type { NamespaceRow } from "../../infra/workloads/schema";

/**
 * The namespaces of Talent Mesh. Those of its services, databases, AI and monitoring are the seed's. A tier is one of the
 * seed's priority classes: its `system-critical` is `0-core`, `platform-critical` `1-cluster`, `platform-normal` `3-edge`
 * and `batch-low` `4-aux`; names that begin with `system-` are refused by the API server.
 */
export const namespaces: readonly NamespaceRow[] = [
  { name: "kube-system", tier: "0-core", core: true, madeElsewhere: true },
  { name: "istio-system", tier: "0-core", core: true, note: "Istio in ambient mode: the seed names ztunnel" },
  { name: "istio-ingress", tier: "0-core", core: true, note: "The gateway" },
  { name: "kyverno", tier: "1-cluster", madeElsewhere: true, note: "Installed by Berth" },
  { name: "keda", tier: "1-cluster", madeElsewhere: true, note: "Installed by Berth" },
  { name: "vpa", tier: "1-cluster", madeElsewhere: true, note: "Installed by Berth" },
  { name: "flux-system", tier: "1-cluster", madeElsewhere: true, note: "Installed by Berth; deploys everything that follows" },
  { name: "system-upgrade", tier: "0-core", core: true, madeElsewhere: true, note: "Installed by Berth: upgrades K3s" },
  { name: "cert-manager", tier: "1-cluster" },
  { name: "operators", tier: "1-cluster", note: "CloudNativePG and the operators of MongoDB, Dragonfly and Redpanda" },
  { name: "databases", tier: "1-cluster" },
  { name: "monitoring", tier: "3-edge" },
  { name: "platform-services", tier: "3-edge" },
  { name: "ai-services", tier: "3-edge" },
];
