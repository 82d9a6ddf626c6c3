import { type Manifest } from "./manifest";

/** A Deployment that breaks no rule: `home/dashboard`, two replicas, moved and scaled by nobody. */
export const deployment: Manifest = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: "home", name: "dashboard" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "dashboard" } },
    template: {
      metadata: { labels: { app: "dashboard", "scaling.talos.io/managed-by": "none" } },
      spec: {
        nodeSelector: { "berth.dev/pool": "general" },
        containers: [
          {
            name: "app",
            image: "ghcr.io/example/dashboard:1.4.0",
            resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
          },
        ],
      },
    },
  },
};

/** Its disruption budget. */
export const disruptionBudget: Manifest = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { namespace: "home", name: "dashboard" },
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: "dashboard" } } },
};

/** A descheduler that evicts what is labelled for it. */
export const descheduler: Manifest = {
  apiVersion: "helm.sh/v3",
  kind: "Release",
  chart: "descheduler",
  version: "0.35.1",
  name: "descheduler",
  namespace: "kube-system",
  values: {
    deschedulerPolicy: {
      profiles: [
        {
          name: "berth",
          pluginConfig: [
            {
              name: "DefaultEvictor",
              args: {
                evictLocalStoragePods: true,
                labelSelector: { matchExpressions: [{ key: "scaling.talos.io/managed-by", operator: "In", values: ["descheduler"] }] },
              },
            },
          ],
          plugins: { deschedule: { enabled: ["RemovePodsViolatingNodeAffinity"] }, balance: { enabled: ["LowNodeUtilization"] } },
        },
      ],
    },
  },
};
