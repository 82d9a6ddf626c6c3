import { z } from "zod";
import { burstConfigSchema } from "../burst/burst-config";

/**
 * A setting that must be a Pulumi secret. Only that it is set is known here: what needs its value reads it as a secret,
 * so that it never stands where a plan or a report could show it.
 */
function secretSetting(name: string, description: string) {
  return z
    .strictObject({ secure: z.string() })
    .transform(() => true as const)
    .optional()
    .describe(`${description} Set it with: pulumi config set --secret berth:${name}`);
}

/**
 * What `Pulumi.<stack>.yaml` may hold under `berth:`. `plan` reads it from the file, the program through Pulumi;
 * both validate it here. The JSON Schema for editors (`schema/stack-config.schema.json`) is generated from it.
 */
export const stackConfigSchema = z.strictObject({
  applyRecommendations: z
    .boolean()
    .default(false)
    .describe("Plan and deploy with the VPA's recommended requests instead of the current ones."),
  objective: z
    .enum(["balance", "power"])
    .default("balance")
    .describe("Which preset of objectives the planner follows: even utilisation, or the fewest watts."),
  nodes: z
    .int()
    .positive()
    .optional()
    .describe("How many servers the stack's fleet has, within the bounds of its row. Default: what the row says."),
  burst: burstConfigSchema
    .optional()
    .describe("Nodes that are rented while they are needed. Default: off, and nothing of a cloud is touched."),
  talosSecretsFile: z
    .string()
    .optional()
    .describe(
      "Path to the secrets bundle of the running cluster (talosctl gen secrets, or extracted from its machine configuration). Needed for `up`; never commit it.",
    ),
  talosDocuments: z
    .string()
    .optional()
    .describe(
      "Path to a folder with what the running machines have beside Talos' defaults: all.yaml, control-plane.yaml, worker.yaml, <machine>.yaml. Needed for `up`.",
    ),
  proxmoxApiToken: secretSetting(
    "proxmoxApiToken",
    "API token for Proxmox, user@realm!name=secret, where machines are created on it. Needed for `up`.",
  ),
  proxmoxRootPassword: secretSetting(
    "proxmoxRootPassword",
    'Password of root@pam, where the hardware table has authentication: "root-password". Needed for `up`.',
  ),
  cephBlockKey: secretSetting(
    "cephBlockKey",
    "Key of the Ceph user for block volumes: `ceph auth get-key client.<user>`. Needed for `up`.",
  ),
  cephFilesystemKey: secretSetting(
    "cephFilesystemKey",
    "Key of the Ceph user for file systems: `ceph auth get-key client.<user>`. Needed for `up`.",
  ),
  backupRepository: secretSetting(
    "backupRepository",
    "Where backups go, without the part of each: s3:https://s3.example.com/backups. Secret, because it may hold credentials. Needed for `up`.",
  ),
  backupPassword: secretSetting(
    "backupPassword",
    "Encrypts the backups; without it none can be read, so keep a copy elsewhere. Needed for `up`.",
  ),
  backupAccessKeyId: secretSetting("backupAccessKeyId", "Access key of the storage that backups go to. Needed for `up`."),
  backupSecretAccessKey: secretSetting("backupSecretAccessKey", "Secret key of the storage that backups go to. Needed for `up`."),
  ntfyTopicUrl: secretSetting(
    "ntfyTopicUrl",
    "Address of the topic of ntfy that alerts are sent to: https://ntfy.sh/my-topic. Whoever knows it can read along. Needed for `up`.",
  ),
  ntfyToken: secretSetting("ntfyToken", "Access token of that topic. Default: it takes messages from anyone."),
  contaboClientId: secretSetting("contaboClientId", "Client id of Contabo's API, where machines are rented there. Needed for `up`."),
  contaboClientSecret: secretSetting("contaboClientSecret", "Client secret of Contabo's API. Needed for `up`."),
  contaboUser: secretSetting("contaboUser", "E-mail address of the user of Contabo's API. Needed for `up`."),
  contaboPassword: secretSetting(
    "contaboPassword",
    "Password of the user of Contabo's API, another one than the customer panel's. Needed for `up`.",
  ),
  scaleRelayImage: z
    .string()
    .optional()
    .describe(
      "Image of the relay that turns alerts into runs of the workflow scale, with a version. Default: there is no relay, and nodes are added and removed by hand.",
    ),
  scaleRepository: z
    .string()
    .optional()
    .describe("Repository on GitHub whose workflow scales the fleet, owner/name. Needed with scaleRelayImage."),
  scaleRelayDryRun: z.boolean().optional().describe("The relay only logs what it would start. Default: false."),
  scaleRelayToken: secretSetting(
    "scaleRelayToken",
    "Token of GitHub that may write contents and read actions of scaleRepository. Needed with scaleRelayImage for `up`.",
  ),
  scaleRelaySecret: secretSetting(
    "scaleRelaySecret",
    "What Alertmanager shows the relay to be let in: 16 characters or more. Needed with scaleRelayImage for `up`.",
  ),
});

/** Names of the settings that are secrets. */
export const secretSettingNames = [
  "proxmoxApiToken",
  "proxmoxRootPassword",
  "cephBlockKey",
  "cephFilesystemKey",
  "backupRepository",
  "backupPassword",
  "backupAccessKeyId",
  "backupSecretAccessKey",
  "ntfyTopicUrl",
  "ntfyToken",
  "contaboClientId",
  "contaboClientSecret",
  "contaboUser",
  "contaboPassword",
  "scaleRelayToken",
  "scaleRelaySecret",
] as const satisfies readonly (keyof StackConfig)[];

export type StackConfigInput = z.input<typeof stackConfigSchema>;
export type StackConfig = Readonly<z.output<typeof stackConfigSchema>>;
