import { parseAllDocuments } from "yaml";
import { z } from "zod";

/**
 * What the resources and functions of the talos provider take, at v0.7.1. Source: the provider's schema,
 * https://github.com/pulumiverse/pulumi-talos, provider/cmd/pulumi-resource-talos/schema.json.
 */

const goDuration = z.string().regex(/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/, "is no Go duration such as 10m");
const talosVersion = z.string().regex(/^v?\d+\.\d+(\.\d+)?(-[\w.]+)?$/, "is no version such as v1.12 or v1.12.3");
const nonEmpty = z.string().min(1, "is empty");
const clientConfiguration = z.strictObject({ caCertificate: nonEmpty, clientCertificate: nonEmpty, clientKey: nonEmpty });
const certificate = z.strictObject({ cert: nonEmpty, key: nonEmpty });
const machineSecrets = z.strictObject({
  certs: z.strictObject({
    etcd: certificate,
    k8s: certificate,
    k8sAggregator: certificate,
    k8sServiceaccount: z.strictObject({ key: nonEmpty }),
    os: certificate,
  }),
  cluster: z.strictObject({ id: nonEmpty, secret: nonEmpty }),
  secrets: z.strictObject({ bootstrapToken: nonEmpty, secretboxEncryptionSecret: nonEmpty, aescbcEncryptionSecret: z.string().optional() }),
  trustdinfo: z.strictObject({ token: nonEmpty }),
});

/** A strategic-merge patch: one or several documents, each a map. A list would be a JSON patch, which Talos refuses. */
const configPatch = z.string().superRefine((text, context) => {
  if (!/[\s{[]/.test(text)) {
    context.addIssue({ code: "custom", message: "is read as the name of a file, not as a document" });
    return;
  }
  for (const document of parseAllDocuments(text)) {
    const content: unknown = document.toJS();
    if (document.errors.length > 0) {
      context.addIssue({ code: "custom", message: `is not valid YAML: ${document.errors[0]?.message.split("\n")[0] ?? "unreadable"}` });
    } else if (Array.isArray(content)) {
      context.addIssue({
        code: "custom",
        message: "is a JSON patch; JSON6902 patches are not supported for multi-document machine configuration",
      });
    } else if (typeof content !== "object" || content === null) {
      context.addIssue({ code: "custom", message: "is not a map" });
    }
  }
});

export const resourceInputs: Readonly<Record<string, z.ZodType>> = {
  "talos:machine/secrets:Secrets": z.strictObject({ talosVersion: talosVersion.optional() }),
  "talos:machine/configurationApply:ConfigurationApply": z.strictObject({
    node: nonEmpty,
    clientConfiguration,
    machineConfigurationInput: nonEmpty,
    configPatches: z.array(configPatch).optional(),
    endpoint: nonEmpty.optional(),
    applyMode: z.enum(["auto", "reboot", "no_reboot", "staged", "staged_if_needing_reboot"]).optional(),
    onDestroy: z
      .strictObject({ graceful: z.boolean().optional(), reboot: z.boolean().optional(), reset: z.boolean().optional() })
      .optional(),
    timeouts: z.strictObject({ create: goDuration.optional(), update: goDuration.optional(), delete: goDuration.optional() }).optional(),
  }),
  "talos:machine/bootstrap:Bootstrap": z.strictObject({
    node: nonEmpty,
    clientConfiguration,
    endpoint: nonEmpty.optional(),
    timeouts: z.strictObject({ create: goDuration.optional() }).optional(),
  }),
  "talos:cluster/kubeconfig:Kubeconfig": z.strictObject({
    node: nonEmpty,
    clientConfiguration,
    endpoint: nonEmpty.optional(),
    certificateRenewalDuration: goDuration.optional(),
    timeouts: z.strictObject({ create: goDuration.optional(), update: goDuration.optional() }).optional(),
  }),
  "talos:imageFactory/schematic:Schematic": z.strictObject({ schematic: z.string().optional() }),
};

export const machineConfigurationArgs = z.strictObject({
  clusterName: nonEmpty,
  machineType: z.enum(["controlplane", "worker"]),
  clusterEndpoint: z.string().regex(/^https?:\/\/[^/]+:\d+$/, "needs scheme and port, such as https://192.168.0.100:6443"),
  machineSecrets,
  talosVersion: talosVersion.optional(),
  kubernetesVersion: z
    .string()
    .regex(/^v?\d+\.\d+\.\d+/, "is no version such as 1.35.0")
    .optional(),
  configPatches: z.array(configPatch).optional(),
  docs: z.boolean().optional(),
  examples: z.boolean().optional(),
});

export const clientConfigurationArgs = z.strictObject({
  clusterName: nonEmpty,
  clientConfiguration,
  endpoints: z.array(nonEmpty).optional(),
  nodes: z.array(nonEmpty).optional(),
});
