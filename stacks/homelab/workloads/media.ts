import type { WorkloadRow } from "../../../infra/workloads/schema";
import { requestsThroughIngress, tdarrQueue, timezone } from "./queries";

/** Media servers, what feeds them, and transcoding: the namespaces media and media-private. */
export const mediaWorkloads: readonly WorkloadRow[] = [
  downloadManager("sonarr", ["sonarr"]),
  downloadManager("radarr", ["radarr"]),
  // The other two search through it, from pod to pod.
  downloadManager("prowlarr", ["prowlarr", "sonarr", "radarr"]),
  {
    namespace: "media",
    name: "tdarr",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "4", memory: "16Gi" },
    gpu: { vendor: "intel", model: "arc-130t" },
    volumes: [{ name: "server", storage: "network" }],
    current: { "talos02-gpu": 1 },
    recommendation: { cpu: "1700m", memory: "2.7Gi", note: "Less by 58 % CPU and 83 % memory." },
    note: "Seed 000 measured 544m and 2.9Gi in use.",
  },
  {
    namespace: "media",
    name: "tdarr-node-gpu",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "100m", memory: "192Mi" },
    gpu: { vendor: "intel", model: "arc-130t" },
    scaling: { minReplicas: 0, maxReplicas: 1, cooldownSeconds: 900, triggers: [tdarrQueue] },
    current: { "talos02-gpu": 1 },
    note: "Seed 000: only needed during transcoding. Requests are assumed.",
  },
  {
    namespace: "media",
    name: "tdarr-exporter",
    kind: "Deployment",
    managedBy: "berth",
    containers: [
      {
        name: "exporter",
        image: "docker.io/homeylab/tdarr-exporter:3.1.0",
        env: { TDARR_URL: "http://tdarr.media.svc.cluster.local:8265" },
        ports: [{ name: "metrics", containerPort: 9090 }],
        requests: { cpu: "10m", memory: "32Mi" },
        limits: { memory: "64Mi" },
      },
    ],
    note: "New: tells how long Tdarr's queue is, which is what scales tdarr-node-gpu.",
  },
  {
    namespace: "media",
    name: "plex",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "50m", memory: "256Mi" },
    gpu: { vendor: "intel" },
    volumes: [{ name: "config", storage: "network" }],
    current: { talos01: 1 },
    recommendation: { cpu: "2400m", memory: "1.8Gi", note: "From bursts: actual use is lower, because the GPU transcodes." },
  },
  {
    namespace: "media",
    name: "jellyfin",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "50m", memory: "256Mi" },
    gpu: { vendor: "intel" },
    volumes: [{ name: "config", storage: "network" }],
    current: { talos01: 1 },
    recommendation: { cpu: "25m", memory: "380Mi" },
  },
  {
    namespace: "media",
    name: "kometa",
    kind: "Deployment",
    managedBy: "argocd",
    requests: {},
    volumes: [{ name: "config", storage: "network" }],
    current: { talos00: 1 },
    recommendation: { cpu: "1", memory: "1.4Gi", note: "A first baseline." },
    note: "Requests nothing. Seed 000 measured 181m and 1.0Gi in use.",
  },
  {
    namespace: "media",
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    replicas: 9,
    requests: { cpu: "200m", memory: "256Mi" },
    current: { talos00: 2, talos01: 7 },
    note: "Download clients, subtitles, requests and the like.",
  },
  {
    namespace: "media-private",
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    replicas: 3,
    requests: { cpu: "350m", memory: "1536Mi" },
    current: { talos01: 2, talos03: 1 },
    note: "The seed says nothing of it but where it should go.",
  },
];

/**
 * Only active while something is to be downloaded (seed 000, strategy 1): up in the evening, when new episodes are
 * looked for, and whenever someone opens one of the pages that need it. Its database is one file, so there is never more
 * than one.
 */
function downloadManager(name: string, pages: readonly string[]): WorkloadRow {
  return {
    namespace: "media",
    name,
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "100m", memory: "256Mi" },
    volumes: [{ name: "config", storage: "network" }],
    scaling: {
      minReplicas: 0,
      maxReplicas: 1,
      cooldownSeconds: 900,
      triggers: [
        { type: "cron", timezone, start: "0 18 * * *", end: "0 23 * * *", desiredReplicas: 1 },
        requestsThroughIngress("media", pages),
      ],
    },
    current: { talos00: 1 },
    note: "Requests are assumed.",
  };
}
