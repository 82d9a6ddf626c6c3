import { carryOut, isLeftBehind, refusal } from "../../engine/recover/carry-out";
import { type Examination, examine, type RecoverOptions } from "../../engine/recover/examine";

export interface RunRecoverOptions extends RecoverOptions {
  readonly backupFolder: string;
  readonly now: () => string;
  /** Asked before anything is changed; false leaves all as it is. */
  readonly confirm: (examination: Examination) => Promise<boolean>;
  readonly tell: (text: string) => void;
  /** Given each examination, with why nothing may be done about it, if so. */
  readonly show: (examination: Examination, refused: string | undefined) => void;
}

/**
 * - `clean`: nothing is left behind.
 * - `recovered`: everything that was is settled now.
 * - `left`: something is still there, because it was not confirmed, may not be done yet, or needs its owner's word.
 */
export type RecoverOutcome = "clean" | "recovered" | "left";

/** A torn checkpoint is restored first; what it holds is examined then. */
export async function runRecover(options: RunRecoverOptions): Promise<RecoverOutcome> {
  const { confirm, tell, show, now } = options;
  for (let round = 0; ; round++) {
    const examination = await examine(options);
    const refused = refusal(examination);
    show(examination, refused);
    if (!isLeftBehind(examination)) {
      return round === 0 ? "clean" : "recovered";
    }
    if (refused !== undefined || !(await confirm(examination))) {
      return "left";
    }
    await carryOut(examination, { ...options, now: now(), onStep: tell });
    if (examination.checkpoint.standing === "valid") {
      return "recovered";
    }
  }
}
