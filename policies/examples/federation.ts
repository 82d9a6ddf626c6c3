import { example, type Manifest, type RuleExample } from "./manifest";

const offloading: Manifest = {
  apiVersion: "offloading.liqo.io/v1beta1",
  kind: "NamespaceOffloading",
  metadata: { namespace: "home", name: "offloading" },
  spec: { namespaceMappingStrategy: "DefaultName", podOffloadingStrategy: "LocalAndRemote", clusterSelector: { nodeSelectorTerms: [] } },
};

const nodeAffinity = ["spec", "template", "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"] as const;

/** Tolerates virtual nodes, and leaves them out. */
const agent: Manifest = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { namespace: "kube-system", name: "agent" },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: {
      metadata: { labels: { app: "agent" } },
      spec: {
        tolerations: [{ key: "virtual-node.liqo.io/not-allowed", operator: "Exists" }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: "liqo.io/type", operator: "DoesNotExist" }] }],
            },
          },
        },
        containers: [
          {
            name: "agent",
            image: "ghcr.io/example/agent:1.4.0",
            resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
          },
        ],
      },
    },
  },
};

/** Examples of clusters that are peered by Liqo. */
export const federationExamples: Readonly<Record<string, RuleExample>> = {
  "daemon-set-leaves-out-virtual-nodes": example(
    [agent, offloading],
    [...nodeAffinity, "nodeSelectorTerms", 0, "matchExpressions", 0, "operator"],
    "Exists",
  ),
  "namespace-offloading-has-its-name": example([offloading], ["metadata", "name"], "to-the-cloud"),
};
