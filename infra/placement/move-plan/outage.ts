import type { Workload } from "../../workloads/workload";
import type { MoveStep } from "./move-document";
import type { OrderedStep } from "./join-steps";

/**
 * What is missing while a step is carried out, or nothing where other pods of the workload serve on.
 *
 * @param startsAgain The step that starts again what this one stops, by its number.
 */
export function outageOf(step: OrderedStep, workload: Workload | undefined, startsAgain: number | undefined): MoveStep["outage"] {
  const { kind, atOnce, running } = step;
  if (kind === "start" || kind === "start-again") {
    return undefined;
  }
  if (kind === "stop-for-room") {
    return { pods: atOnce, because: startsAgain === undefined ? "it is stopped" : `it is stopped until step ${startsAgain}` };
  }
  if (kind === "end") {
    return running - step.pods < step.workload.replicas ? { pods: step.pods, because: "the plan has no node for it" } : undefined;
  }
  if (workload?.kind === "CronJob") {
    return undefined;
  }
  if (running <= atOnce) {
    const all = running === 1 ? "it has one pod" : `all of its ${running} pods restart at once`;
    const mayOverlap = workload?.kind === "Deployment" && !workload.estimated;
    return { pods: atOnce, because: mayOverlap ? `${all}; none where its strategy starts the new before it stops the old` : all };
  }
  if (workload?.estimated === true) {
    return { pods: atOnce, because: "the row stands for several workloads, which may have one pod each" };
  }
  if (workload?.scaling !== undefined && workload.scaling.minReplicas <= atOnce) {
    return { pods: atOnce, because: `KEDA may have scaled it to ${Math.max(1, workload.scaling.minReplicas)} by then` };
  }
  return undefined;
}
