import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMap, parse, parseDocument } from "yaml";
import { z } from "zod";
import { secretSettingNames, type StackConfig } from "../infra/stack/config";
import { parseStackConfig } from "../infra/stack/parse-config";
import { contaboAccountSettings } from "../rehearsal/providers/contabo/contabo-account";
import { stackSettings } from "./workspace";

/** Everything that an `up` of a stack needs beside its program, made up: nothing of it opens anything. */
export interface RehearsalConfiguration {
  /** Text of Pulumi.<stack>.yaml. */
  readonly settings: string;
  /** The same as the program gets it. */
  readonly config: StackConfig;
  /** Takes away what was written for it. */
  readonly remove: () => void;
}

const configPrefix = "berth:";
const settingsSchema = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/** What stands for each secret: of the form that its reader expects. */
export const rehearsalSecrets: Readonly<Record<(typeof secretSettingNames)[number], string>> = {
  proxmoxApiToken: "rehearsal@pve!berth=00000000-0000-0000-0000-000000000000",
  proxmoxRootPassword: "rehearsal-proxmox-root",
  cephBlockKey: "cmVoZWFyc2FsLWNlcGgtYmxvY2s=",
  cephFilesystemKey: "cmVoZWFyc2FsLWNlcGgtZmlsZXM=",
  backupRepository: "s3:https://backups.invalid/rehearsal",
  backupPassword: "rehearsal-backup",
  backupAccessKeyId: "REHEARSAL",
  backupSecretAccessKey: "rehearsal-backup-key",
  ntfyTopicUrl: "https://ntfy.invalid/rehearsal",
  ntfyToken: "rehearsal-ntfy-token",
  ...contaboAccountSettings,
  scaleRelayToken: "rehearsal-github-token",
  scaleRelaySecret: "rehearsal-relay-secret",
};

/**
 * The stack's own settings, with every secret and every file of the running machines replaced by what is made up for it:
 * a rehearsal never sees a real one.
 *
 * @param projectDirectory Folder of Pulumi.yaml.
 */
export function rehearsalConfiguration(projectDirectory: string, stackName: string): RehearsalConfiguration {
  const folder = mkdtempSync(join(tmpdir(), "berth-rehearsal-"));
  const talosSecretsFile = join(folder, "secrets.yaml");
  const talosDocuments = join(folder, "documents");
  writeFileSync(talosSecretsFile, "cluster: {}\n");
  mkdirSync(talosDocuments);
  const madeUp = { ...rehearsalSecrets, talosSecretsFile, talosDocuments };
  const text = replaced(stackSettings(projectDirectory, stackName), madeUp);
  return {
    settings: text,
    config: configOf(text, stackName),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of secrets the program knows only that they are set. */
function configOf(settings: string, stackName: string): StackConfig {
  const { config } = settingsSchema.parse(parse(settings));
  const secrets: readonly string[] = secretSettingNames;
  const values = Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
    const name = key.slice(configPrefix.length);
    return key.startsWith(configPrefix) ? [[name, secrets.includes(name) ? { secure: "" } : value]] : [];
  });
  return parseStackConfig(Object.fromEntries(values), `Pulumi.${stackName}.yaml`);
}

function replaced(settings: string, values: Readonly<Record<string, string>>): string {
  const document = parseDocument(settings === "" ? "config: {}\n" : settings);
  // What was encrypted is replaced, and with it goes how it was encrypted.
  document.delete("encryptionsalt");
  document.delete("secretsprovider");
  document.delete("encryptedkey");
  if (!isMap(document.get("config"))) {
    document.set("config", document.createNode({}));
  }
  for (const [name, value] of Object.entries(values)) {
    document.setIn(["config", `${configPrefix}${name}`], value);
  }
  return document.toString();
}
