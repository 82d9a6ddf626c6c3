import { capabilityKey } from "../../hardware/capabilities";
import { namedLabelValue } from "../../schema/fields";

/** Labels that say which pool a node belongs to: Berth's own, then those of distributions and clouds. */
const poolKeys: readonly string[] = [
  capabilityKey.pool,
  "node.kubernetes.io/pool",
  "karpenter.sh/nodepool",
  "cloud.google.com/gke-nodepool",
  "eks.amazonaws.com/nodegroup",
  "kubernetes.azure.com/agentpool",
  "doks.digitalocean.com/node-pool",
  "k8s.scaleway.com/pool-name",
  "node-pool",
  "nodepool",
  "pool",
];

/** The pool that a node's labels name; without one, `control-plane` for control planes and `general` for workers. */
export function poolOf(labels: Readonly<Record<string, string>>, role: "control-plane" | "worker"): string {
  const named = poolKeys.map((key) => labels[key]).find((value) => namedLabelValue.safeParse(value).success);
  return named ?? (role === "control-plane" ? "control-plane" : "general");
}
