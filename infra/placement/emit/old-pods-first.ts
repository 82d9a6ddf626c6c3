import type { Finding } from "../../diagnostics/finding";
import type { Workload } from "../../workloads/workload";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PodPlacement } from "./pod-placement";

/** A rolling update that needs no room beside what runs. */
export const oldPodsFirst: NonNullable<PodPlacement["rollout"]> = { maxSurge: 0, maxUnavailable: 1 };

/** Whether Berth rolls the workload out so: its new pods find no room, it is Berth's, and its row does not say otherwise. */
export function endsOldPodsFirst({ managedBy, rollout }: Workload, { surge }: PlannedWorkload): boolean {
  return surge !== undefined && managedBy === "berth" && rollout === undefined;
}

/** Workloads whose rolling update finds too little room for its new pods, and what becomes of it. */
export function rolloutFindings(workloads: readonly Workload[], plan: Plan): readonly Finding[] {
  const rows = new Map(workloads.map((workload) => [workload.id, workload]));
  return plan.workloads.flatMap((planned): readonly Finding[] => {
    const workload = rows.get(`${planned.namespace}/${planned.name}`);
    if (workload === undefined || planned.surge === undefined) {
      return [];
    }
    const { pods, room } = planned.surge;
    const message = `a rolling update starts ${pods} ${pods === 1 ? "pod" : "pods"} beside the old ones, of which ${room === 0 ? "none finds" : `${room} find`} room`;
    const path = `workloads[${workload.id}]`;
    if (endsOldPodsFirst(workload, planned)) {
      return [{ path, message: `${message}; it ends an old pod first (maxSurge 0, maxUnavailable 1)` }];
    }
    const fix =
      workload.managedBy === "berth"
        ? "rollout: { maxSurge: 0, maxUnavailable: 1 } ends an old pod first; so does a smaller maxSurge if that is enough"
        : `have ${workload.managedBy} set maxSurge 0 and maxUnavailable 1, or the strategy Recreate, and say so in rollout`;
    return [{ path, message, fix }];
  });
}
