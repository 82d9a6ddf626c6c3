import { createInterface } from "node:readline/promises";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { findUserBackend, shownUrl } from "../../engine/backend";
import { chooseProviders } from "../../engine/providers/choose";
import { requiredProviders } from "../../engine/providers/requirement";
import type { Examination } from "../../engine/recover/examine";
import type { Verdict } from "../../engine/recover/remedy";
import { stackSettings } from "../../engine/workspace";
import { UserError } from "../../infra/diagnostics/user-error";
import { requireStackName } from "../../stacks/definitions";
import { programs, providerPackagesOf } from "../../stacks/programs";
import { ensureTool } from "../../toolchain/ensure-tool";
import { startProgress } from "../../toolchain/progress";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import { chosenStack } from "../chosen-stack";
import { exitCode } from "../exit-code";
import { recoverJson } from "../recover/recover-json";
import { renderRecover } from "../recover/render-recover";
import { runRecover } from "../recover/run-recover";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";

type Verdicts = Readonly<Record<string, Verdict>>;

interface Options {
  readonly yes?: true;
  readonly json?: true;
  readonly import: Verdicts;
  readonly clear: Verdicts;
  readonly backupFolder: string;
}

const examples = `
Exit code: 0 nothing is left behind, 1 something is (not confirmed, not allowed yet, or it needs your word), 2 a fault in Berth.

Examples:
  npm run recover homelab
  npm run recover homelab -- --yes
  npm run recover portkey -- --import portkey-bootstrap=machine_bootstrap
  npm run recover homelab -- --clear keda-chart --yes`;

export function defineRecoverCommand(): Command {
  return new Command("recover")
    .description("After an update that was killed: show what it left behind and what the providers really have, and settle it.")
    .addArgument(stackArgument())
    .option("--yes", "settle it without asking")
    .option("--json", "print the result as JSON and nothing else")
    .option("--import <name=id>", "this one was made, and this is its id; can be repeated", importVerdict, {})
    .option("--clear <name>", "this one was not made; can be repeated", clearVerdict, {})
    .option("--backup-folder <path>", "where a copy of the state goes first", "recovery")
    .addHelpText("after", examples)
    .action(async (named: string | undefined, options: Options) => {
      const stackName = chosenStack(named);
      requireStackName(stackName);
      const projectDirectory = process.cwd();
      const environment = process.env;
      const backend = findUserBackend(projectDirectory, environment);
      if (backend === undefined) {
        throw new UserError("no Pulumi backend is configured, so no update can have been cut off", [
          { path: "PULUMI_BACKEND_URL", message: "is not set, and nobody is logged in", fix: "pulumi login <url>" },
        ]);
      }
      const pulumi = await ensureTool(pulumiCli, environment);
      const program = programs[stackName];
      const config = readStackConfigFile(projectDirectory, stackName);
      const requirements = requiredProviders(projectDirectory, program === undefined ? [] : providerPackagesOf(program, config));
      const providers = await chooseProviders(requirements, "auto", pulumi.path, environment);
      process.stderr.write(`state: ${shownUrl(backend.url)} (${backend.setIn})\n`);
      const shown: { readonly examination: Examination; readonly refused: string | undefined }[] = [];
      const steps: string[] = [];
      const progress = startProgress({ title: `looking at what ${stackName} left behind` });
      const outcome = await runRecover({
        projectDirectory,
        stackName,
        settings: stackSettings(projectDirectory, stackName),
        pulumi,
        environment,
        backend,
        providers,
        verdicts: { ...options.import, ...options.clear },
        backupFolder: resolve(projectDirectory, options.backupFolder),
        now: () => new Date().toISOString(),
        show: (examination, refused) => {
          progress.done();
          shown.push({ examination, refused });
          if (options.json !== true) {
            process.stdout.write(renderRecover(stackName, examination, refused));
          }
        },
        confirm: async () => options.yes === true || (options.json !== true && (await confirmed())),
        tell: (step) => {
          steps.push(step);
          process.stderr.write(`${step}\n`);
        },
      }).finally(() => {
        progress.done();
      });
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(recoverJson(stackName, shown, outcome, steps), null, 2)}\n`);
      } else if (outcome === "recovered") {
        process.stdout.write(`settled. Next: npm run preview ${stackName}\n`);
      }
      process.exitCode = outcome === "left" ? exitCode.userError : exitCode.fine;
    });
}

/** Where nobody can answer, nothing is changed. */
async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stdout.write("nothing was changed: --yes settles it\n");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question("settle it like this? (yes/no) ")).trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
}

function importVerdict(value: string, previous: Verdicts): Verdicts {
  const [, name, id] = /^(.+?)=(.+)$/.exec(value) ?? [];
  if (name === undefined || id === undefined) {
    throw new InvalidArgumentError("It must be <name>=<id>.");
  }
  return { ...previous, [name]: { kind: "import", id } };
}

function clearVerdict(name: string, previous: Verdicts): Verdicts {
  return { ...previous, [name]: { kind: "clear" } };
}
