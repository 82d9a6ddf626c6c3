import { discoveredGpuLabel } from "../../../infra/hardware/capabilities";
import type { NodeRequirement, WorkloadRow } from "../../../infra/workloads/schema";
import { endsFirst } from "./rollout";
import { tierDefaults } from "./tier-defaults";

const { key, value } = discoveredGpuLabel.nvidia;

/** Seed 001: `nvidia.com/gpu.present=true`. Whatever says so follows the card. */
export const withNvidiaCard: NodeRequirement = { key, operator: "In", values: [value] };
/** Seed 001: MySQL's `nvidia.com/gpu.present NotIn [true]`. */
export const withoutNvidiaCard: NodeRequirement = { key, operator: "NotIn", values: [value] };

interface Figures {
  readonly cpu: string;
  readonly memory: string;
  readonly note: string;
}

const typical: Figures = {
  ...tierDefaults["2-gpu"],
  cpu: "500m",
  note: "Memory is its tier's default. CPU is half of it, assumed: the card does the work.",
};

/** What hands most of its work to the card or to the network. */
const small: Figures = { cpu: "250m", memory: "512Mi", note: "Requests are assumed: less than its tier's default of 2Gi." };

/** What uses the Tesla T4. No row names a node: `gpu` becomes a request, a selector and a toleration. */
export const gpuWorkloads: readonly WorkloadRow[] = [
  // The commit of 2026-04-22 names these as the GPU workloads,
  onCard("2-gpu-frigate", "frigate", "data"),
  onCard("2-gpu-immich", "immich", "library"),
  onCard("2-gpu-whisper", "whisper", "models"),
  onCard("2-gpu-piper", "piper", "voices", small),
  onCard("2-gpu-ytdlp", "ytdlp", "downloads", small),
  onCard("2-gpu-ebook2audiobook", "ebook2audiobook", "books"),
  onCard("2-gpu-audiblez", "audiblez", "books"),
  onCard("2-gpu-audiblez", "audiblez-web", "books", small),
  // and these two, which watch the card without using it: one on every node that has one.
  exporter("nvidia-exporter", { cpu: "100m", memory: "128Mi" }),
  exporter("gpu-pod-exporter", { cpu: "10m", memory: "64Mi" }),
  // The document's own list.
  onCard("2-gpu-ollama", "ollama", "models", {
    cpu: "2",
    memory: "8Gi",
    note: "Requests are those of the seed's GPU application.",
  }),
  onCard("2-gpu-comfyui", "comfyui", "models"),
  onCard("2-gpu-stable-diffusion", "stable-diffusion-webui", "models"),
];

function onCard(namespace: string, name: string, volume: string, figures: Figures = typical): WorkloadRow {
  const { cpu, memory, note } = figures;
  return {
    namespace,
    name,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu, memory },
    // Tier 2: memory requests are limits. Without a CPU limit that is still Burstable, not Guaranteed.
    limits: { memory },
    gpu: { vendor: "nvidia" },
    volumes: [{ name: volume, storage: "network" }],
    // Two at once would hold twice of the card's memory.
    rollout: endsFirst,
    note,
  };
}

function exporter(name: string, requests: { cpu: string; memory: string }): WorkloadRow {
  return {
    namespace: "2-gpu-exporters",
    name,
    kind: "DaemonSet",
    managedBy: "helm",
    requests,
    limits: { memory: requests.memory },
    requires: [withNvidiaCard],
    tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
    note: "Requests are assumed.",
  };
}
