import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { UserError } from "../../infra/diagnostics/user-error";
import { addressOf } from "../../infra/hardware/address";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { loadStack } from "../../infra/stack/load-stack";
import { schematicId } from "../../infra/talos/schematic";
import { planUpgrade } from "../../infra/talos/upgrade/plan-upgrade";
import type { NodeVersions, UpgradePlan, UpgradeStep } from "../../infra/talos/upgrade/upgrade-document";
import { loadDefinition } from "../../stacks/definitions";
import { findOnPath } from "../../toolchain/find-tool";
import type { Environment } from "../../toolchain/tool";
import { chosenStack } from "../chosen-stack";
import { exitCode } from "../exit-code";
import { renderUpgrade, renderUpgradeStep } from "../report/upgrade-terminal";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";
import { type CommandRunner, type Programs, programRunner } from "../upgrade/command-runner";
import { drainOf } from "../upgrade/drain-of";
import { executeUpgrade } from "../upgrade/execute-upgrade";
import { readNodes } from "../upgrade/read-nodes";

interface Options {
  readonly talos?: string;
  readonly kubernetes?: string;
  readonly execute?: true;
  readonly yes?: true;
  readonly offline?: true;
  readonly json?: true;
  readonly talosconfig?: string;
  readonly kubeconfig?: string;
}

export function defineUpgradeCommand(): Command {
  return new Command("upgrade")
    .description(
      "Bring the nodes of a Talos cluster to other versions, one after the other. Prints the steps unless told to carry them out.",
    )
    .addArgument(stackArgument())
    .option("--talos <version>", "Talos to upgrade to, such as v1.12.11; default: the stack's", version(/^v\d+\.\d+\.\d+$/, "v1.12.11"))
    .option(
      "--kubernetes <version>",
      "Kubernetes to upgrade to, such as 1.35.4; default: the stack's",
      version(/^\d+\.\d+\.\d+$/, "1.35.4"),
    )
    .addOption(new Option("--execute", "carry the steps out, asking before each").conflicts(["json", "offline"]))
    .option("--yes", "with --execute: ask nothing")
    .option("--offline", "ask no node what it runs: take the stack's versions")
    .option("--json", "print the steps as JSON and nothing else")
    .option("--talosconfig <file>", "credentials of talosctl; default: its own")
    .option("--kubeconfig <file>", "credentials of kubectl; default: its own")
    .addHelpText(
      "after",
      "\nThe upgrade can be cut off at any time: the same command goes on with what is left.\n\nExit code: 0 done or printed, 1 something is wrong that you can mend, or a step was declined, 2 a fault in Berth.\n\nExamples:\n  npm run upgrade portkey -- --talos v1.12.12\n  npm run upgrade portkey -- --talos v1.12.12 --execute\n  npm run -s upgrade portkey -- --kubernetes 1.35.5 --json | jq -r '.steps[].commands[] | join(\" \")'",
    )
    .action(async (named: string | undefined, options: Options) => {
      process.exitCode = await upgrade(chosenStack(named), options, process.env);
    });
}

async function upgrade(stackName: string, options: Options, environment: Environment): Promise<number> {
  const stack = loadStack(await loadDefinition(stackName), readStackConfigFile(process.cwd(), stackName));
  const { hardware } = stack;
  if (hardware.operatingSystem.kind !== "talos") {
    throw new UserError(`the machines of stack "${stackName}" run ${hardware.operatingSystem.kind}, not Talos: this cannot upgrade them`);
  }
  const runner = chooseRunner(options, environment);
  const nodes = runner === undefined ? nodesAsInStack(hardware, hardware.operatingSystem.version) : await readNodes(runner, hardware);
  const extensions = new Map(hardware.machines.map((machine) => [machine.name, machine.extensions]));
  const plan = planUpgrade({
    stack: stackName,
    nodes,
    versionsFrom: runner === undefined ? "stack" : "nodes",
    target: { talos: options.talos ?? hardware.operatingSystem.version, kubernetes: options.kubernetes ?? hardware.kubernetesVersion },
    extensionsOf: (name) => extensions.get(name) ?? [],
    drainOf: drainOf(stack, tell),
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(plan, null, 2)}\n` : renderUpgrade(plan));
  return options.execute === true && runner !== undefined ? execute(plan, runner, options.yes === true) : exitCode.fine;
}

async function execute(plan: UpgradePlan, runner: CommandRunner, unasked: boolean): Promise<number> {
  if (!unasked && !process.stdin.isTTY) {
    throw new UserError("there is nobody to ask before each step", [
      { path: "--execute", message: "asks, and standard input is no terminal", fix: "run it in a terminal, or add --yes" },
    ]);
  }
  const confirm = unasked ? async (): Promise<boolean> => Promise.resolve(true) : ask;
  return (await executeUpgrade(plan, { runner, confirm, tell })) ? exitCode.fine : exitCode.userError;
}

/** undefined: nobody is to be asked, or can be. */
function chooseRunner(
  { offline, execute: executes, talosconfig, kubeconfig }: Options,
  environment: Environment,
): CommandRunner | undefined {
  if (offline === true) {
    return undefined;
  }
  const [talosctl, kubectl] = [findOnPath("talosctl", environment), findOnPath("kubectl", environment)];
  if (talosctl !== undefined && kubectl !== undefined) {
    const programs: Programs = {
      talosctl,
      kubectl,
      ...(talosconfig === undefined ? {} : { talosconfig }),
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
    };
    return programRunner(programs);
  }
  const missing = [...(talosctl === undefined ? ["talosctl"] : []), ...(kubectl === undefined ? ["kubectl"] : [])];
  if (executes === true) {
    throw new UserError(
      "the steps cannot be carried out here",
      missing.map((name) => ({
        path: name,
        message: "is not on the PATH",
        fix:
          name === "talosctl"
            ? "install it: https://docs.siderolabs.com/talos/v1.12/getting-started/talosctl"
            : "install it: https://kubernetes.io/docs/tasks/tools/",
      })),
    );
  }
  tell(`${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not on the PATH: nobody is asked what the nodes run`);
  return undefined;
}

function nodesAsInStack({ machines, kubernetesVersion }: HardwareProfile, talos: string): readonly NodeVersions[] {
  return machines.map(({ name, address, role, vm, extensions }) => ({
    name,
    address: addressOf({ name, address }),
    role,
    talos,
    kubernetes: kubernetesVersion,
    platform: vm === undefined ? "metal" : "nocloud",
    ...(extensions.length === 0 ? {} : { schematic: schematicId(extensions) }),
    cordoned: false,
  }));
}

async function ask(step: UpgradeStep): Promise<boolean> {
  tell(`\n${renderUpgradeStep(step)}`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question("carry it out? [y/N] ")).trim());
  } finally {
    prompt.close();
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function version(pattern: RegExp, example: string): (text: string) => string {
  return (text) => {
    if (!pattern.test(text)) {
      throw new InvalidArgumentError(`It must be a version such as ${example}.`);
    }
    return text;
  };
}
