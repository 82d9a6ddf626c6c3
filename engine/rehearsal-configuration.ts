import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { type secretSettingNames } from "../infra/stack/config";
import { stackSettings } from "./workspace";

/** Everything that an `up` of a stack needs beside its program, made up: nothing of it opens anything. */
export interface RehearsalConfiguration {
  /** Text of Pulumi.<stack>.yaml. */
  readonly settings: string;
  /** Takes away what was written for it. */
  readonly remove: () => void;
}

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
  contaboClientId: "rehearsal-client",
  contaboClientSecret: "rehearsal-client-secret",
  contaboUser: "rehearsal@example.invalid",
  contaboPassword: "rehearsal-contabo",
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
  return {
    settings: replaced(stackSettings(projectDirectory, stackName), madeUp),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
    document.setIn(["config", `berth:${name}`], value);
  }
  return document.toString();
}
