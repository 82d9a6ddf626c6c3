import type { PlannedNode } from "../placement/plan-document";
import type { ClusterState } from "./migration-document";

/** The resource of a node of which the largest share is requested. There is a node. */
export function fullestShare(nodes: readonly PlannedNode[]): ClusterState["fullest"] {
  const shares = nodes.flatMap(({ name, cpu, memory }) => [
    { node: name, resource: "cpu" as const, requested: cpu.afterMilli, allocatable: cpu.allocatableMilli },
    { node: name, resource: "memory" as const, requested: memory.afterMiB, allocatable: memory.allocatableMiB },
  ]);
  const shareOf = ({ requested, allocatable }: ClusterState["fullest"]): number => (allocatable === 0 ? 0 : requested / allocatable);
  return shares.reduce((most, share) => (shareOf(share) > shareOf(most) ? share : most));
}
