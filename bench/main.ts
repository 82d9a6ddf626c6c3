/** `npm run bench`: the measurements behind docs/benchmarks.md. */
import { Command, CommanderError } from "commander";
import { exitCode } from "../cli/exit-code";
import { UserError } from "../infra/diagnostics/user-error";
import { defineOpenbCommand } from "./openb/command";
import { defineOpenbPowerCommand } from "./openb/power/command";
import { defineScaleCommand } from "./scale";

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("bench")
    .description("Measure the planner.")
    .showHelpAfterError("(run with --help for what is possible)")
    .showSuggestionAfterError()
    .exitOverride();
  program.addCommand(defineScaleCommand(), { isDefault: true });
  program.addCommand(defineOpenbCommand());
  program.addCommand(defineOpenbPowerCommand());
  program.commands.forEach((command) =>
    command.exitOverride().showHelpAfterError(`(run bench ${command.name()} --help for what is possible)`),
  );
  await program.parseAsync(argv, { from: "user" });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // Commander has printed it already; asking for help is no error.
    process.exitCode = error.exitCode === 0 ? exitCode.fine : exitCode.userError;
  } else if (error instanceof UserError) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = exitCode.userError;
  } else {
    process.stderr.write(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = exitCode.internalError;
  }
});
