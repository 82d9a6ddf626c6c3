import { mkdirSync, rmSync, writeFileSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../infra/diagnostics/user-error";
import { restoreCheckpoint } from "./checkpoints";
import { type Examination, type RecoverOptions, stateOf } from "./examine";
import { nameOf } from "./deployment";
import { recoveredState } from "./recovered-state";

export interface CarryOutOptions extends RecoverOptions {
  /** Folder for the copy of the state as it was. */
  readonly backupFolder: string;
  /** ISO 8601; part of the copy's name. */
  readonly now: string;
  /** Told of each step before it is taken. */
  readonly onStep: (text: string) => void;
}

/** Why nothing may be done yet; undefined when it may. */
export function refusal({ locks, checkpoint, operations, orphans }: Examination): string | undefined {
  const alive = locks.find(({ standing }) => standing === "alive");
  if (alive !== undefined) {
    return `process ${String(alive.pid)} holds the lock and runs: wait for it, or end it first`;
  }
  const elsewhere = locks.find(({ standing }) => standing === "elsewhere");
  if (elsewhere !== undefined) {
    return `the lock was made on another machine, by ${elsewhere.owner ?? "somebody"}, process ${String(elsewhere.pid)}: make sure there that the process is gone, then pulumi cancel`;
  }
  if (checkpoint.standing === "torn" && checkpoint.newest === undefined) {
    return `${checkpoint.path} cannot be read (${checkpoint.reason}), and there is neither a backup of it nor a history`;
  }
  const undecided = operations.filter(({ remedy }) => remedy.kind === "ask").map(({ operation }) => nameOf(operation.resource.urn));
  if (undecided.length > 0) {
    // Pulumi drops every pending operation when it writes a state: one that is not decided would be forgotten, and the
    // lock is all that keeps an update from making it again.
    return `say first what became of ${undecided.join(", ")}; until then the lock stays and nothing is changed`;
  }
  const [orphan] = orphans;
  return orphan === undefined
    ? undefined
    : `a plugin of the killed update still runs, process ${orphan.pid}, and may still make something: wait for it, or end it first`;
}

/** Whether anything was left behind. */
export function isLeftBehind({ locks, checkpoint, operations }: Examination): boolean {
  return locks.length > 0 || checkpoint.standing === "torn" || operations.length > 0;
}

/**
 * Does what the examination found, in steps of which each may be the last: a copy of the state first, then the torn
 * checkpoint, the locks, and at last the state, all or nothing. Carried out again, it finds nothing left to do.
 *
 * @returns path of the copy.
 * @throws UserError when it may not be carried out (`refusal`), or the state is not the one that was examined any more.
 */
export async function carryOut(examination: Examination, options: CarryOutOptions): Promise<string> {
  const { backupFolder, stackName, now, onStep } = options;
  const { checkpoint, locks, operations, state } = examination;
  const refused = refusal(examination);
  if (refused !== undefined) {
    throw new UserError(refused);
  }
  const user = stateOf(options);
  const backup = join(backupFolder, `${stackName}-${now.replaceAll(/[:.]/g, "-")}.json`);
  onStep(`copy of the state: ${backup}`);
  mkdirSync(backupFolder, { recursive: true, mode: 0o700 });
  if (checkpoint.standing === "torn") {
    copyFileSync(checkpoint.path, backup);
    if (checkpoint.newest !== undefined) {
      onStep(`checkpoint of ${checkpoint.newest.writtenAt} takes the place of the torn one`);
      restoreCheckpoint(checkpoint.path, checkpoint.newest);
    }
    return backup;
  }
  writeFileSync(backup, await user.exportEncrypted(), { mode: 0o600 });
  for (const { path, standing } of locks) {
    if (standing === "dead" || standing === "unreadable") {
      onStep(`lock removed: ${path}`);
      // Only the ones that were examined: pulumi cancel would also take that of an update that has begun since.
      rmSync(path, { force: true });
      rmSync(`${path}.attrs`, { force: true });
    }
  }
  if (state !== undefined && operations.length > 0) {
    if (!isDeepStrictEqual(await user.read(), state)) {
      throw new UserError("the state changed while it was examined: another update has begun. Wait for it, and run recover again");
    }
    onStep("pending operations settled in the state");
    await user.write(recoveredState(state, operations));
  }
  return backup;
}
