import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadDefinition } from "../../stacks/definitions";
import { prepareDefinition } from "../../stacks/prepare";
import { programs } from "../../stacks/programs";
import type { StackDefinition } from "../../infra/stack/definition";
import { type IsolatedEngine } from "../engine";
import { openTestStack } from "../testing/isolated";

/** Stacks whose states are recorded: contabo's servers are made by programs of its own, which talk to a provider. */
export const recordedStacks = ["homelab", "portkey", "r730"] as const;

/** One of the repository's stacks as it stands, or with a change of its tables, on the real engine, with stand-ins for every provider and an empty state. */
export async function openRecordedStack(name: string, change = (definition: StackDefinition) => definition): Promise<IsolatedEngine> {
  const program = programs[name];
  if (program === undefined) {
    throw new Error(`there is no program of ${name}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "berth-recorded-"));
  const files = { talosSecretsFile: join(folder, "secrets.yaml"), talosDocuments: join(folder, "documents") };
  writeFileSync(files.talosSecretsFile, "cluster: {}\n");
  mkdirSync(files.talosDocuments);
  const args = prepareDefinition(change(await loadDefinition(name)), stackConfigSchema.parse(name === "homelab" ? files : {}));
  const secrets = ["proxmoxApiToken", "proxmoxRootPassword", "cephBlockKey", "cephFilesystemKey", "backupRepository"].concat([
    "backupPassword",
    "backupAccessKeyId",
    "backupSecretAccessKey",
    "ntfyTopicUrl",
  ]);
  const engine = await openTestStack({
    stackName: name,
    providerPackages: program.providerPackages,
    settings: ["config:", ...secrets.map((secret) => `  berth:${secret}: value-of-${secret}`)].join("\n"),
    program: async () => program.deploy(args),
  });
  return {
    ...engine,
    close: () => {
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
