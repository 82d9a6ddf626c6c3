import { parse } from "yaml";
import { z } from "zod";
import { coordinationOf } from "../../infra/workloads/coordination";
import type { MovingTarget } from "../../move/plan-live";
import type { LoggedEviction } from "../controllers/evictions-of-log";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import type { DrillFinding } from "./drill";

/** Most evictions of one run. */
export interface EvictionLimits {
  readonly total: number;
  readonly perNode: number;
  readonly perNamespace: number;
}

const most = z.number().default(Number.POSITIVE_INFINITY);
const limitsSchema = z
  .object({ maxNoOfPodsToEvictTotal: most, maxNoOfPodsToEvictPerNode: most, maxNoOfPodsToEvictPerNamespace: most })
  .transform((policy): EvictionLimits => ({
    total: policy.maxNoOfPodsToEvictTotal,
    perNode: policy.maxNoOfPodsToEvictPerNode,
    perNamespace: policy.maxNoOfPodsToEvictPerNamespace,
  }));

export function readLimits(policy: string): EvictionLimits {
  return limitsSchema.parse(parse(policy));
}

/**
 * What is wrong with a night of the descheduler: a pod that it evicted and may not touch, and one that is on a node its
 * workload may not use, that it may touch, and that it left alone without a limit that had been reached.
 */
export function nightFindings(
  { stack, plan, allowed }: Pick<MovingTarget, "stack" | "plan" | "allowed">,
  before: readonly ObservedPod[],
  evictions: readonly LoggedEviction[],
  limits: EvictionLimits,
): readonly DrillFinding[] {
  const rows = new Map(stack.workloads.map((row) => [row.id, row]));
  const byPod = new Map(before.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const about = (pod: ObservedPod): Omit<DrillFinding, "message"> => {
    const planned = plan.workloads.find(({ namespace, name }) => `${namespace}/${name}` === pod.workload);
    return {
      subject: `${pod.namespace}/${pod.name}`,
      ...(planned === undefined ? {} : { planned: planned.nodes, failover: planned.failover }),
      ...(pod.node === undefined ? {} : { node: pod.node }),
    };
  };
  const forbidden = evictions.flatMap(({ pod, plugin }): readonly DrillFinding[] => {
    const evicted = byPod.get(pod);
    const row = rows.get(evicted?.workload ?? "");
    const permission = row === undefined ? undefined : coordinationOf(row).descheduler;
    return permission?.allowed === true
      ? []
      : [
          {
            ...(evicted === undefined ? { subject: pod } : about(evicted)),
            message: `was evicted by ${plugin}, which may not touch it: ${permission?.how ?? "it is in no row of the tables"}`,
          },
        ];
  });
  const gone = new Set(evictions.map(({ pod }) => pod));
  const left = before
    .filter((pod) => !gone.has(`${pod.namespace}/${pod.name}`))
    .filter(({ workload = "", node }) => {
      const row = rows.get(workload);
      const nodes = allowed.get(workload);
      return row !== undefined && nodes !== undefined && node !== undefined && !nodes.has(node) && coordinationOf(row).descheduler.allowed;
    })
    .filter(({ namespace, node }) => !isLimited({ namespace, node: node ?? "" }, evictions, limits))
    .map((pod) => ({ ...about(pod), message: "may not run on its node, and the descheduler left it there" }));
  return [...forbidden, ...left];
}

function isLimited(
  { namespace, node }: { readonly namespace: string; readonly node: string },
  evictions: readonly LoggedEviction[],
  { total, perNode, perNamespace }: EvictionLimits,
): boolean {
  return (
    evictions.length >= total ||
    evictions.filter((eviction) => eviction.node === node).length >= perNode ||
    evictions.filter(({ pod }) => pod.startsWith(`${namespace}/`)).length >= perNamespace
  );
}
