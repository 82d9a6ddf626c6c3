import type { StackDefinition } from "../../stack/definition";

/** Three to six rented servers of 4 CPUs and 8 GB; the first three are K3s servers. A website, and a worker that KEDA scales. */
export const fleetDefinition: StackDefinition = {
  name: "small",
  hardware: {
    cluster: {
      name: "small",
      endpoint: "https://small.example.com:6443",
      kubernetesVersion: "1.35.4",
      operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" },
      allowSchedulingOnControlPlanes: true,
    },
    machines: [],
    fleets: [{ name: "small", provider: "contabo", product: "V92", count: { min: 3, max: 6, initial: 3 }, servers: 3, pool: "small" }],
  },
  namespaces: [{ name: "apps", tier: "3-edge" }],
  workloads: [
    {
      namespace: "apps",
      name: "web",
      kind: "Deployment",
      managedBy: "helm",
      replicas: 2,
      requests: { cpu: "500m", memory: "1Gi" },
      disruption: { maxUnavailable: 1 },
    },
    {
      namespace: "apps",
      name: "worker",
      kind: "Deployment",
      managedBy: "helm",
      replicas: 1,
      requests: { cpu: "1500m", memory: "1Gi" },
      scaling: {
        minReplicas: 0,
        maxReplicas: 8,
        triggers: [{ type: "cron", timezone: "UTC", start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: 8 }],
      },
    },
  ],
};
