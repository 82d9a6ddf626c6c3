import { CommanderError } from "commander";
import { UserError } from "../infra/diagnostics/user-error";
import { exitCode } from "./exit-code";

/** Says what went wrong and sets the exit code; the last thing that a command line does with an error. */
export function reportFailure(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has printed it already; asking for help is no error.
    process.exitCode = error.exitCode === 0 ? exitCode.fine : exitCode.userError;
  } else if (error instanceof UserError) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = exitCode.userError;
  } else {
    process.stderr.write(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.stderr.write("This is a fault in Berth, not in your input. Please report it with the lines above.\n");
    process.exitCode = exitCode.internalError;
  }
}
