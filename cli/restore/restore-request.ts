import type { Backup } from "../../infra/backups/backup";
import { checkRestorePoint, type RestorePoint } from "../../infra/backups/restore/restore-point";
import { cleanUp, type RestoreStep, restoreSteps } from "../../infra/backups/restore/restore-steps";
import { didYouMean } from "../../infra/diagnostics/did-you-mean";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";

/** A restore that can be carried out. */
export interface RestoreRequest {
  readonly backup: Backup;
  readonly steps: readonly RestoreStep[];
  readonly afterwards: RestoreStep;
}

/**
 * How a backup of a stack is restored.
 *
 * @param id `namespace/name` of the workload.
 * @throws UserError when it has no backup, or cannot be stopped.
 */
export function restoreRequest(
  { name, backups, workloads }: Pick<Stack, "name" | "backups" | "workloads">,
  id: string,
  point: RestorePoint,
): RestoreRequest {
  checkRestorePoint(point);
  const backup = backups.find((each) => each.id === id);
  if (backup === undefined) {
    const ids = backups.map((each) => each.id);
    const nearest = didYouMean(id, ids);
    throw new UserError(
      `stack "${name}" has no backup of ${id}${nearest === undefined ? "" : `, ${nearest}`}\n  backups: ${ids.length === 0 ? "none" : ids.join(", ")}`,
    );
  }
  const workload = workloads.find((each) => each.id === id);
  if (workload === undefined) {
    throw new Error(`${id} has a backup and no row`);
  }
  const stoppable = {
    namespace: workload.namespace,
    name: workload.name,
    kind: stoppableKind(workload),
    scaled: workload.scaling !== undefined,
  };
  return { backup, steps: restoreSteps(backup, stoppable, point), afterwards: cleanUp(backup) };
}

function stoppableKind({ id, kind }: Workload): "Deployment" | "StatefulSet" {
  if (kind === "Deployment" || kind === "StatefulSet") {
    return kind;
  }
  throw new UserError(`${id} cannot be restored by steps`, [
    {
      path: `workloads[${id}].kind`,
      value: kind,
      message: "has no number of pods that could be set to 0",
      fix: "restore it by hand (docs/backups.md)",
    },
  ]);
}
