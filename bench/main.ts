/** `npm run bench`: the measurements behind docs/benchmarks.md. */
import { Command } from "commander";
import { reportFailure } from "../cli/report-failure";
import { defineExactnessCommand } from "./exactness/command";
import { defineOpenbCommand } from "./openb/command";
import { defineOpenbPowerCommand } from "./openb/power/command";
import { definePoliciesCommand } from "./policies/command";
import { defineScaleCommand } from "./scale/command";
import { defineSchedulerCommand } from "./scheduler/command";

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("bench")
    .description("Measure the planner.")
    .showHelpAfterError("(run with --help for what is possible)")
    .showSuggestionAfterError()
    .exitOverride();
  program.addCommand(defineScaleCommand(), { isDefault: true });
  program.addCommand(defineExactnessCommand());
  program.addCommand(defineOpenbCommand());
  program.addCommand(defineOpenbPowerCommand());
  program.addCommand(definePoliciesCommand());
  program.addCommand(defineSchedulerCommand());
  program.commands.forEach((command) =>
    command.exitOverride().showHelpAfterError(`(run bench ${command.name()} --help for what is possible)`),
  );
  await program.parseAsync(argv, { from: "user" });
}

main(process.argv.slice(2)).catch(reportFailure);
