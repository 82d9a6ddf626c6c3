import { styleText } from "node:util";
import { Command, Option } from "commander";
import { UserError } from "../../infra/diagnostics/user-error";
import { loadStack } from "../../infra/stack/load-stack";
import { accessCommands, proxmoxAccess } from "../../infra/proxmox/access";
import { loadDefinition, requireStackName, stackNames } from "../../stacks/definitions";
import { chosenStack } from "../chosen-stack";
import type { CheckResult, Status } from "../doctor/check";
import { diagnoseCluster } from "../doctor/diagnose-cluster";
import { examine } from "../doctor/examine";
import { renderDiagnosis } from "../doctor/render-diagnosis";
import { exitCode } from "../exit-code";
import { readStackConfigFile } from "../stack-config-file";

const marks: Readonly<Record<Status, { readonly mark: string; readonly style: Parameters<typeof styleText>[0] }>> = {
  ok: { mark: "✓", style: "green" },
  warn: { mark: "!", style: "yellow" },
  fail: { mark: "✗", style: "red" },
};

interface Options {
  readonly cluster?: true;
  readonly proxmoxRole?: true;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly json?: true;
}

const help = `
Exit code: 0 a preview can run, 1 something stops it or would make an up do harm, 2 a fault in Berth.
With --cluster: 0 nothing found, 1 something found or the cluster cannot be read, 2 a fault in Berth.

Warnings are about what an up needs beyond a preview. What an update left behind is settled by npm run recover; what has
changed beside the state is told by npm run drift.

Examples:
  npm run doctor
  npm run doctor homelab -- --cluster
  npm run -s doctor r730 -- --proxmox-role
  npm run -s doctor homelab -- --cluster --kubeconfig kubeconfig --json | jq .found`;

export function defineDoctorCommand(): Command {
  return new Command("doctor")
    .description("Say what is missing on this machine, or what is wrong with a cluster, and what to do about each.")
    .argument("[stack]", `one of: ${stackNames.join(", ")}; default: all; with --cluster $PULUMI_STACK, or the only one there is`)
    .option("--cluster", "look for symptoms on the live cluster instead; changes nothing there, and rights to view are enough")
    .addOption(
      new Option(
        "--proxmox-role",
        "print the commands that give Berth's token in Proxmox what the stack needs, and nothing more",
      ).conflicts("cluster"),
    )
    .option("--kubeconfig <file>", "how to reach the cluster; default: KUBECONFIG, then ~/.kube/config")
    .option("--context <name>", "which context of the kubeconfig; default: its current one")
    .option("--json", "print the results as JSON and nothing else")
    .addHelpText("after", help)
    .action(async (stackName: string | undefined, options: Options) => {
      if (options.cluster === true) {
        await lookAtCluster(chosenStack(stackName), options);
        return;
      }
      requireNoClusterOption(options);
      if (options.proxmoxRole === true) {
        await printProxmoxRole(chosenStack(stackName), options);
        return;
      }
      await lookAtMachine(stackName, options);
    });
}

async function lookAtMachine(stackName: string | undefined, { json }: Options): Promise<void> {
  if (stackName !== undefined) {
    requireStackName(stackName);
  }
  const results = await examine(process.cwd(), stackName === undefined ? stackNames : [stackName], process.env);
  process.stdout.write(json === true ? `${JSON.stringify(results, null, 2)}\n` : results.map(render).join(""));
  process.exitCode = results.some(({ status }) => status === "fail") ? exitCode.userError : exitCode.fine;
}

async function printProxmoxRole(stackName: string, { json }: Options): Promise<void> {
  const { hardware } = loadStack(await loadDefinition(stackName), readStackConfigFile(process.cwd(), stackName));
  const access = proxmoxAccess(hardware);
  process.stdout.write(json === true ? `${JSON.stringify(access, null, 2)}\n` : `${accessCommands(access).join("\n")}\n`);
}

async function lookAtCluster(stackName: string, { kubeconfig, context, json }: Options): Promise<void> {
  requireStackName(stackName);
  const { diagnosis, unreadable } = await diagnoseCluster({
    stackName,
    projectDirectory: process.cwd(),
    environment: process.env,
    kubeconfig,
    context,
  });
  process.stdout.write(
    json === true ? `${JSON.stringify({ ...diagnosis, unreadable }, null, 2)}\n` : renderDiagnosis(diagnosis, unreadable),
  );
  process.exitCode = diagnosis.found.length === 0 ? exitCode.fine : exitCode.userError;
}

function requireNoClusterOption({ kubeconfig, context }: Options): void {
  const option = kubeconfig === undefined ? (context === undefined ? undefined : "--context") : "--kubeconfig";
  if (option !== undefined) {
    throw new UserError(`${option} says how to reach a cluster, and no cluster is looked at`, [
      { path: option, message: "goes with --cluster", fix: `npm run doctor <stack> -- --cluster ${option} …` },
    ]);
  }
}

function render({ name, status, detail, fix }: CheckResult): string {
  const { mark, style } = marks[status];
  const remedy = fix === undefined ? "" : `${" ".repeat(4)}→ ${fix}\n`;
  return `${styleText(style, mark, { stream: process.stdout })} ${name}: ${detail}\n${remedy}`;
}
