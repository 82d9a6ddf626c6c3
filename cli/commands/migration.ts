import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Migration } from "../../infra/migration/migration-document";
import { simulateMigration } from "../../infra/migration/simulate-migration";
import { loadStack } from "../../infra/stack/load-stack";
import { loadDefinition } from "../../stacks/definitions";
import { migrations } from "../../stacks/migrations";
import { chosenStack } from "../chosen-stack";
import { exitCode } from "../exit-code";
import { renderMigration } from "../report/migration-terminal";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";

interface MigrationOptions {
  readonly phase?: number;
  readonly json?: true;
}

const examples = `
Exit code: 0 what is left holds the load at every moment, 1 it does not or the input is wrong, 2 a fault in Berth.

Examples:
  npm run migration portkey
  npm run migration portkey -- --phase 3
  npm run -s migration portkey -- --json | jq '.moments[].clusters[].etcd'`;

/** `npm run migration`: what each phase of a move to a new cluster means for the load and for etcd. */
export function defineMigrationCommand(): Command {
  return new Command("migration")
    .description("Say for each phase of a stack's migration whether what is left holds the load, and what etcd can take.")
    .addArgument(stackArgument())
    .option("--phase <n>", "only this phase; 0 is before the first", phaseNumber)
    .option("--json", "print it as JSON")
    .addHelpText("after", examples)
    .action(async (named: string | undefined, { phase, json }: MigrationOptions) => {
      const name = chosenStack(named);
      const stack = loadStack(await loadDefinition(name), readStackConfigFile(process.cwd(), name));
      const table = migrations[name];
      if (table === undefined) {
        throw new UserError(`stack "${name}" has no migration\n  stacks with one: ${Object.keys(migrations).sort().join(", ")}`);
      }
      if (phase !== undefined && phase > table.phases.length) {
        throw new UserError(`the migration of stack "${name}" has no phase ${phase}: its last is ${table.phases.length}`);
      }
      const migration = ofPhase(simulateMigration(table, stack), phase);
      process.stdout.write(json === true ? `${JSON.stringify(migration, null, 2)}\n` : renderMigration(migration));
      const holds = migration.moments.every(({ clusters }) => clusters.every((cluster) => cluster.holds));
      process.exitCode = holds ? exitCode.fine : exitCode.userError;
    });
}

function ofPhase(migration: Migration, phase: number | undefined): Migration {
  return phase === undefined ? migration : { ...migration, moments: migration.moments.filter((moment) => moment.phase === phase) };
}

function phaseNumber(value: string): number {
  if (!/^\d{1,3}$/.test(value)) {
    throw new InvalidArgumentError("It must be a whole number from 0.");
  }
  return Number(value);
}
