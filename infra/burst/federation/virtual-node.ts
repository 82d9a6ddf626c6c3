/** Label of the nodes that stand for another cluster. */
export const virtualNodeLabel = { key: "liqo.io/type", value: "virtual-node" } as const;

/**
 * What keeps the pods of a DaemonSet off virtual nodes. Taints do not: what belongs on every node tolerates all of them,
 * and its pod would wait there for ever, because its namespace is not offloaded.
 */
export const offVirtualNodes = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: virtualNodeLabel.key, operator: "DoesNotExist" }] }],
    },
  },
} as const;

/** Whether a node stands for another cluster, by its labels. */
export function isVirtualNode(labels: Readonly<Record<string, string>>): boolean {
  return labels[virtualNodeLabel.key] === virtualNodeLabel.value;
}
