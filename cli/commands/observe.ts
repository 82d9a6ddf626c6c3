import { join, relative, resolve, sep } from "node:path";
import { Command, Option } from "commander";
import type { Finding } from "../../infra/diagnostics/finding";
import { formatFindings } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import { dnsNameOf } from "../../infra/observe/dns-name";
import { type Observation, observeCluster } from "../../infra/observe/observe-cluster";
import { tableFiles } from "../../infra/observe/typescript/table-files";
import { dnsLabel } from "../../infra/schema/fields";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { exitCode } from "../exit-code";
import { kubernetesClient } from "../../kubernetes-api/client";
import { defaultKubeconfig, readKubeconfig } from "../../kubernetes-api/kubeconfig";
import { grantOf, readCluster } from "../observe/read-cluster";
import { renderRemarks } from "../observe/render-remarks";
import { refuseToOverwrite, writeTables } from "../observe/write-files";

interface Options {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly stack?: string;
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
}

export function defineObserveCommand(): Command {
  return new Command("observe")
    .description("Read a live cluster and write the tables of a stack from it. Changes nothing in the cluster.")
    .option("--kubeconfig <file>", "how to reach the cluster; default: KUBECONFIG, then ~/.kube/config")
    .option("--context <name>", "which context of the kubeconfig; default: its current one")
    .option("--stack <name>", "name of the stack; default: the cluster's name in the kubeconfig")
    .option("--out <folder>", "where to write; default: stacks/<stack>")
    .option("--force", "replace tables that are there")
    .addOption(new Option("--json", "print the tables and the remarks as JSON, and write no file").conflicts(["out", "force"]))
    .addHelpText(
      "after",
      "\nExit code: 0 the tables load, 1 something in them has to be mended first or the cluster cannot be read, 2 a fault in Berth.\n\nExamples:\n  npm run observe -- --kubeconfig kubeconfig --stack garage\n  npm run -s observe -- --context garage --json | jq .remarks",
    )
    .action(observe);
}

async function observe(options: Options): Promise<void> {
  const connection = readKubeconfig(options.kubeconfig ?? defaultKubeconfig(process.env), options.context);
  const stackName = options.stack ?? dnsNameOf(connection.clusterName, "cluster");
  requireName(stackName);
  const folder = resolve(options.out ?? join("stacks", stackName));
  if (options.json === undefined && options.force === undefined) {
    refuseToOverwrite(folder);
  }
  tell(`observing ${connection.server} (context ${connection.contextName})`);
  if (connection.insecure) {
    tell(
      "warning: the kubeconfig says insecure-skip-tls-verify, so anyone on the way may pass for the API server and take the credentials",
    );
  }
  const client = kubernetesClient(connection);
  const { snapshot, remarks, denied } = await readCluster(client, connection, tell).finally(() => {
    client.close();
  });
  const observation = observeCluster(snapshot, stackName, remarks);
  const findings = loadFindings(observation);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ ...observation, findings }, null, 2)}\n`);
  } else {
    const files = tableFiles(observation.definition, importPath(folder));
    writeTables(folder, files, options.force === true);
    process.stdout.write(
      summary(
        observation,
        folder,
        files.map(({ path }) => path),
        denied,
        findings,
      ),
    );
  }
  process.exitCode = findings.length === 0 ? exitCode.fine : exitCode.userError;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function requireName(stackName: string): void {
  const parsed = dnsLabel.safeParse(stackName);
  if (!parsed.success) {
    throw new UserError("this cannot be the name of a stack", [
      { path: "--stack", message: parsed.error.issues[0]?.message ?? "is wrong", value: `"${stackName}"` },
    ]);
  }
}

/** What has to be mended before the tables can be planned with. */
function loadFindings({ definition }: Observation): readonly Finding[] {
  try {
    loadStack(definition, stackConfigSchema.parse({}));
    return [];
  } catch (error) {
    if (error instanceof UserError) {
      return error.findings;
    }
    throw error;
  }
}

/** How a file in the folder imports this project's model. */
function importPath(folder: string): string {
  const path = relative(folder, resolve("infra")).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}

function summary(
  { definition, remarks }: Observation,
  folder: string,
  paths: readonly string[],
  denied: readonly string[],
  findings: readonly Finding[],
): string {
  const { hardware, namespaces, workloads, name } = definition;
  const rights = denied.length === 0 ? "" : `  → ${grantOf(denied)}\n`;
  const mend = findings.length === 0 ? "" : `\nTo mend before planning:\n${formatFindings(findings)}\n`;
  return [
    `${hardware.machines.length} machines, ${namespaces.length} namespaces and ${workloads.length} workloads in ${folder}:\n`,
    ...paths.map((path) => `  ${path}\n`),
    renderRemarks(remarks),
    rights,
    mend,
    `\nNext: add ${name} to stacks/definitions.ts, then npm run plan ${name}. What the tables leave to you: docs/observe.md\n`,
  ].join("");
}
