import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import { addressOf } from "../../infra/hardware/address";
import type { HardwareProfile, Machine } from "../../infra/hardware/machine";
import type { NodeVersions } from "../../infra/talos/upgrade/upgrade-document";
import { CommandFailure, type CommandRunner } from "./command-runner";

const nodeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ unschedulable: z.boolean().optional() }),
      status: z.object({ nodeInfo: z.object({ kubeletVersion: z.string() }) }),
    }),
  ),
});

/** The extension that stands for the set of them: its version is the image factory's name for it. */
const extensionStatus = z.object({ spec: z.object({ metadata: z.object({ name: z.string(), version: z.string() }) }) });
const platformMetadata = z.object({ spec: z.object({ platform: z.string() }) });

/**
 * Reads what every machine runs from the machines themselves and from Kubernetes. Changes nothing.
 *
 * @throws UserError with every machine that could not be asked.
 */
export async function readNodes(runner: CommandRunner, { machines }: HardwareProfile): Promise<readonly NodeVersions[]> {
  const list = await runner.read(["kubectl", "get", "nodes", "-o", "json"]).catch((error: unknown) => {
    throw new UserError("the cluster cannot be asked", [failureFinding("kubernetes", error)]);
  });
  const known = new Map(nodeList.parse(JSON.parse(list)).items.map((node) => [node.metadata.name, node]));
  const findings: Finding[] = [];
  const nodes: NodeVersions[] = [];
  for (const machine of machines) {
    const node = known.get(machine.name);
    if (node === undefined) {
      findings.push({
        path: `machines[${machine.name}]`,
        message: "is no node of the cluster",
        fix: "bring it up first (pulumi up), or take it out of the table",
      });
      continue;
    }
    try {
      nodes.push({
        ...(await readMachine(runner, machine)),
        kubernetes: node.status.nodeInfo.kubeletVersion.replace(/^v/, ""),
        cordoned: node.spec.unschedulable ?? false,
      });
    } catch (error) {
      findings.push(failureFinding(`machines[${machine.name}]`, error));
    }
  }
  if (findings.length > 0) {
    throw new UserError("not every machine can be asked what it runs", findings);
  }
  return nodes;
}

/** The version of Talos that a machine runs, with the leading `v`. */
export async function readTalosVersion(runner: CommandRunner, address: string): Promise<string> {
  const printed = await runner.read(["talosctl", "version", "--nodes", address]);
  const [, version] = /Server:[\s\S]*?Tag:\s*(v\d+\.\d+\.\d+\S*)/.exec(printed) ?? [];
  if (version === undefined) {
    throw new CommandFailure(["talosctl", "version", "--nodes", address], "does not say what the machine runs");
  }
  return version;
}

async function readMachine(runner: CommandRunner, machine: Machine): Promise<Omit<NodeVersions, "kubernetes" | "cordoned">> {
  const { name, role } = machine;
  const address = addressOf(machine);
  const talos = await readTalosVersion(runner, address);
  const extensions = await runner.read(["talosctl", "get", "extensions", "--nodes", address, "-o", "yaml"]);
  const platform = await runner.read(["talosctl", "get", "platformmetadata", "--nodes", address, "-o", "yaml"]);
  const schematic = resources(extensions, extensionStatus).find(({ spec }) => spec.metadata.name === "schematic")?.spec.metadata.version;
  return {
    name,
    address,
    role,
    talos,
    platform: resources(platform, platformMetadata)[0]?.spec.platform ?? "metal",
    ...(schematic === undefined ? {} : { schematic }),
  };
}

function resources<Resource>(text: string, schema: z.ZodType<Resource>): readonly Resource[] {
  const documents = parseAllDocuments(text);
  return Array.isArray(documents) ? documents.flatMap((document) => schema.safeParse(document.toJS()).data ?? []) : [];
}

function failureFinding(path: string, error: unknown): Finding {
  if (!(error instanceof CommandFailure)) {
    throw error;
  }
  const [program] = error.command;
  return {
    path,
    message: `${error.command.join(" ")} failed: ${error.reason}`,
    fix: `see that it works by hand; --${program === "talosctl" ? "talosconfig" : "kubeconfig"} names the credentials, and --offline asks nobody`,
  };
}
