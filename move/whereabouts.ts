import type { Workload } from "../infra/workloads/workload";
import type { ObservedPod } from "../kubernetes-api/observed-pods";
import type { MovingTarget } from "./plan-live";

/** Nodes on which a pod of the workload is where it should be: the planned ones, and where the plan gives the scheduler leeway. */
function fineNodes({ planned, leeway }: Pick<MovingTarget, "planned" | "leeway">, { id }: Pick<Workload, "id">): readonly string[] {
  return [...Object.keys(planned.get(id) ?? {}), ...(leeway.get(id) ?? [])];
}

/** Whether a pod is ready where it should be. */
export function isGood({ node, ready }: ObservedPod, target: MovingTarget, row: Workload): boolean {
  return ready && node !== undefined && fineNodes(target, row).includes(node);
}

/** What is wrong when a new pod has a node that the plan does not have for it. */
export function wrongTurn(fresh: readonly ObservedPod[], target: MovingTarget, row: Workload): string | undefined {
  const fine = fineNodes(target, row);
  const astray = fresh.find(({ node }) => node !== undefined && !fine.includes(node));
  return astray === undefined ? undefined : `pod ${astray.name} started on ${astray.node ?? ""}; the plan has it on ${fine.join(", ")}`;
}
