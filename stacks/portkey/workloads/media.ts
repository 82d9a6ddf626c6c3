import type { WorkloadRow } from "../../../infra/workloads/schema";
import { estimate } from "./estimate";
import { data, nfs } from "./storage-classes";

/** The media stack: Jellyfin on an Intel GPU, and what fills its library, all on the files of the NFS server. */
export const mediaWorkloads: readonly WorkloadRow[] = [
  {
    namespace: "media",
    name: "jellyfin",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "500m", memory: "2Gi" },
    limits: { memory: "8Gi" },
    gpu: { vendor: "intel" },
    volumes: [data("20Gi"), nfs("media")],
    current: { metal1: 1 },
    note: `${estimate} Transcodes on the GPU.`,
  },
  feeder("transmission", "100m", "512Mi", "2Gi"),
  feeder("radarr", "100m", "384Mi", "1Gi"),
  feeder("sonarr", "100m", "384Mi", "1Gi"),
  feeder("lidarr", "100m", "384Mi", "1Gi"),
  feeder("prowlarr", "50m", "256Mi", "1Gi"),
  feeder("jellyseerr", "50m", "256Mi", "1Gi"),
];

function feeder(name: string, cpu: string, memory: string, limit: string): WorkloadRow {
  return {
    namespace: "media",
    name,
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu, memory },
    limits: { memory: limit },
    volumes: [data("5Gi"), ...(name === "prowlarr" || name === "jellyseerr" ? [] : [nfs("media")])],
    current: { metal1: 1 },
    note: estimate,
  };
}
