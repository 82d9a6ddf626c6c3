import type { NamespaceRow } from "../../infra/workloads/schema";

/**
 * The namespaces of the R730. Seed 001 tells a namespace's tier by the prefix of its name ("4-aux-vaultwarden"); here
 * both are written down, and namespaces.test.ts holds them together. Which tier an application is in is the seed's for
 * Vaultwarden, for the GPU workloads and, within tiers, for what it calls critical (traefik, authentik, vault) and
 * non-critical (freshrss, vaultwarden); the rest is ours.
 *
 * Only what the cluster itself consists of is `core`, which means: may run on the control plane. The seed keeps
 * everything else off it.
 */
export const namespaces: readonly NamespaceRow[] = [
  // Names that Kubernetes or a chart decides
  { name: "kube-system", tier: "0-core", core: true, madeElsewhere: true },
  { name: "node-feature-discovery", tier: "0-core", core: true, madeElsewhere: true, note: "Installed by Berth" },
  { name: "nvidia-device-plugin", tier: "0-core", madeElsewhere: true, note: "Installed by Berth" },
  { name: "kyverno", tier: "1-cluster", madeElsewhere: true, note: "Installed by Berth" },

  { name: "0-core-traefik", tier: "0-core", note: "Ingress; critical" },
  { name: "0-core-vault", tier: "0-core", note: "Secrets; critical" },
  { name: "0-core-democratic-csi", tier: "0-core", core: true, note: "Storage" },

  { name: "1-cluster-authentik", tier: "1-cluster", note: "Single sign-on; critical" },
  { name: "1-cluster-mysql", tier: "1-cluster", note: "Database, kept off the node with the card" },
  { name: "1-cluster-goldilocks", tier: "1-cluster", note: "Shows what the VPA recommends" },
  { name: "1-cluster-monitoring", tier: "1-cluster", note: "Metrics and dashboards" },

  { name: "2-gpu-frigate", tier: "2-gpu" },
  { name: "2-gpu-immich", tier: "2-gpu" },
  { name: "2-gpu-whisper", tier: "2-gpu" },
  { name: "2-gpu-piper", tier: "2-gpu" },
  { name: "2-gpu-ytdlp", tier: "2-gpu" },
  { name: "2-gpu-ebook2audiobook", tier: "2-gpu" },
  { name: "2-gpu-audiblez", tier: "2-gpu", note: "audiblez and its web page" },
  { name: "2-gpu-ollama", tier: "2-gpu" },
  { name: "2-gpu-comfyui", tier: "2-gpu" },
  { name: "2-gpu-stable-diffusion", tier: "2-gpu" },
  { name: "2-gpu-exporters", tier: "2-gpu", note: "Metrics of the card and of the pods that use it" },

  { name: "3-edge-freshrss", tier: "3-edge", note: "Non-critical" },
  { name: "3-edge-k8s-portal", tier: "3-edge" },

  { name: "4-aux-vaultwarden", tier: "4-aux", note: "Non-critical" },
];
