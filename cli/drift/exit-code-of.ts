import { type DriftResult, hasDrifted } from "../../engine/drift/drift-result";
import { exitCode } from "../exit-code";

/** Drift counts more than what could not be read. */
export function exitCodeOf(result: DriftResult): number {
  return hasDrifted(result) ? exitCode.drift : result.unreadable.length > 0 ? exitCode.userError : exitCode.fine;
}
