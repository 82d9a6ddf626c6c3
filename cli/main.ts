import { Command } from "commander";
import { outliveClosedPipes } from "./closed-pipes";
import { reportFailure } from "./report-failure";

/** Loaded only when it is the one asked for, so that `plan` does not wait for the Pulumi SDK. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  tour: async () => (await import("./commands/tour.js")).defineTourCommand(),
  plan: async () => (await import("./commands/plan.js")).definePlanCommand(),
  migration: async () => (await import("./commands/migration.js")).defineMigrationCommand(),
  move: async () => (await import("./commands/move.js")).defineMoveCommand(),
  preview: async () => (await import("./commands/preview.js")).definePreviewCommand(),
  scale: async () => (await import("./commands/scale.js")).defineScaleCommand(),
  upgrade: async () => (await import("./commands/upgrade.js")).defineUpgradeCommand(),
  observe: async () => (await import("./commands/observe.js")).defineObserveCommand(),
  policies: async () => (await import("./commands/policies.js")).definePoliciesCommand(),
  recover: async () => (await import("./commands/recover.js")).defineRecoverCommand(),
  drift: async () => (await import("./commands/drift.js")).defineDriftCommand(),
  rehearse: async () => (await import("./commands/rehearse.js")).defineRehearseCommand(),
  doctor: async () => (await import("./commands/doctor.js")).defineDoctorCommand(),
  schema: async () => (await import("./commands/schema.js")).defineSchemaCommand(),
  rightsize: async () => (await import("./commands/rightsize.js")).defineRightsizeCommand(),
  restore: async () => (await import("./commands/restore.js")).defineRestoreCommand(),
  toolchain: async () => (await import("./commands/toolchain.js")).defineToolchainCommand(),
};

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("berth")
    .description("Typed infrastructure for small Kubernetes clusters, with placement planned ahead.")
    .showHelpAfterError("(run with --help for what is possible)")
    .showSuggestionAfterError()
    .exitOverride();
  const asked = commands[argv[0] ?? ""];
  const loaded = asked === undefined ? await Promise.all(Object.values(commands).map(async (load) => load())) : [await asked()];
  for (const command of loaded) {
    // A command made on its own does not inherit these.
    command.exitOverride().showHelpAfterError(`(run ${command.name()} --help for what is possible)`);
    program.addCommand(command);
  }
  await program.parseAsync(argv, { from: "user" });
}

outliveClosedPipes([process.stdout, process.stderr]);
main(process.argv.slice(2)).catch(reportFailure);
