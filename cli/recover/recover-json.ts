import { nameOf } from "../../engine/recover/deployment";
import type { Examination } from "../../engine/recover/examine";
import type { RecoverOutcome } from "./run-recover";

export const recoverVersion = 1;

/** What `--json` prints: what was found first, and how it ended. Inputs and outputs of resources stay out: secrets are among them. */
export function recoverJson(
  stackName: string,
  examinations: readonly { readonly examination: Examination; readonly refused: string | undefined }[],
  outcome: RecoverOutcome,
  steps: readonly string[],
): unknown {
  return {
    version: recoverVersion,
    stack: stackName,
    outcome,
    steps,
    examinations: examinations.map(({ examination: { locks, locksReadable, checkpoint, operations, orphans }, refused }) => ({
      locks,
      locksReadable,
      checkpoint,
      orphans: orphans.map(({ pid }) => pid),
      ...(refused === undefined ? {} : { refused }),
      operations: operations.map(({ operation: { type, resource }, found, remedy }) => ({
        operation: type,
        urn: resource.urn,
        type: resource.type,
        name: nameOf(resource.urn),
        ...(found === undefined ? {} : { found: found.what, ...(found.what === "unreadable" ? { message: found.message } : {}) }),
        remedy,
      })),
    })),
  };
}
