import type { FailureTable } from "../../../infra/placement/what-if/failure-document";

/** Losses of two nodes and a host, with every fate that a pod can have. */
export const smallFailures: FailureTable = {
  version: 1,
  stack: "garage",
  assumptions: ["at peak"],
  failures: [
    {
      kind: "node",
      name: "alpha",
      nodes: ["alpha"],
      pods: 3,
      daemonPods: 0,
      controlPlaneWorks: false,
      survives: [],
      makesRoom: [],
      waits: [{ namespace: "core", name: "dns", tier: 0, pods: 2, blockedBy: ["control plane: gone"] }],
      helpless: [],
      lost: [{ namespace: "core", name: "api", tier: 0, pods: 1, because: "it is a static pod" }],
      fullest: { node: "beta", resource: "memory", requested: 3900, allocatable: 4000 },
    },
    {
      kind: "host",
      name: "pve",
      nodes: ["beta", "gamma"],
      pods: 4,
      daemonPods: 1,
      controlPlaneWorks: true,
      survives: [
        { namespace: "media", name: "sonarr", tier: 4, pods: 1, to: ["alpha"] },
        { namespace: "media", name: "radarr", tier: 4, pods: 1, to: ["alpha"] },
      ],
      makesRoom: [{ namespace: "home", name: "app", tier: 4, pods: 1, from: ["alpha"], to: ["delta"] }],
      waits: [
        { namespace: "ai", name: "llm", tier: 2, pods: 1, blockedBy: ["memory: alpha", "a|b: alpha"] },
        { namespace: "ai", name: "toy", tier: 4, pods: 1, blockedBy: ["memory: alpha"] },
      ],
      helpless: [{ namespace: "ai", name: "llm", tier: 2, pods: 1 }],
      lost: [],
    },
  ],
};
