import type { BurstPool } from "../../infra/burst/burst-pool";
import { nodePoolSpec } from "../../infra/burst/karpenter-documents";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";

/** How long a rented node without pods is kept in a rehearsal. */
export const idleSeconds = 5;

/** Another name than the stack's: a NodePool cannot be changed to nodes of another cloud. */
export function simulatedPoolName({ profile }: BurstPool): string {
  return `${profile.pool}-simulated`;
}

const nodeClass = { group: "karpenter.kwok.sh", kind: "KWOKNodeClass" };

/**
 * The stack's own NodePool by another name, with two differences: its nodes are simulated ones, and one that is idle goes after seconds
 * instead of minutes.
 */
export function simulatedPool(pool: BurstPool): readonly KubernetesObject[] {
  const { template, disruption, ...spec } = nodePoolSpec(pool);
  const name = simulatedPoolName(pool);
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
