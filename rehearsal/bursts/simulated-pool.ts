import type { BurstPool } from "../../infra/burst/burst-pool";
import { nodePoolSpec } from "../../infra/burst/karpenter-documents";
import type { KubernetesObject } from "../cluster/cluster-api";

/** How long a rented node without pods is kept in a rehearsal. */
export const idleSeconds = 5;

const nodeClass = { group: "karpenter.kwok.sh", kind: "KWOKNodeClass" };

/**
 * The stack's own NodePool, with two differences: its nodes are simulated ones, and one that is idle goes after seconds
 * instead of minutes.
 */
export function simulatedPool(pool: BurstPool): readonly KubernetesObject[] {
  const { template, disruption, ...spec } = nodePoolSpec(pool);
  const { pool: name } = pool.profile;
  return [
    { apiVersion: `${nodeClass.group}/v1alpha1`, kind: nodeClass.kind, metadata: { name }, spec: {} },
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name },
      spec: {
        ...spec,
        template: { ...template, spec: { ...template.spec, nodeClassRef: { ...nodeClass, name } } },
        disruption: { ...disruption, consolidateAfter: `${idleSeconds}s` },
      },
    },
  ];
}
