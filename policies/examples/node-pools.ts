import { example, type Manifest, type RuleExample } from "./manifest";

const nodePool: Manifest = {
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "gpu" },
  spec: {
    template: {
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
        requirements: [{ key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g5", "g6"] }],
        taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
      },
    },
    disruption: { consolidationPolicy: "WhenEmpty", consolidateAfter: "5m" },
    limits: { cpu: "64" },
  },
};

/** Examples of nodes that are rented. */
export const nodePoolExamples: Readonly<Record<string, RuleExample>> = {
  "gpu-node-pool-has-taint": example([nodePool], ["spec", "template", "spec", "taints", 0, "effect"], "PreferNoSchedule"),
  "gpu-node-pool-is-kept-until-empty": example([nodePool], ["spec", "disruption", "consolidationPolicy"], "WhenEmptyOrUnderutilized"),
  "node-pool-has-limits": example([nodePool], ["spec", "limits"], {}),
};
