import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { stringify } from "yaml";
import type { z } from "zod";
import { schematicText } from "../../../infra/talos/schematic";
import { type PropertyMap, type PropertyValue, revealedMap, secret } from "../property-value";
import { checkSchema } from "../schema-check";
import type { CheckFailure, CheckOutcome, CheckRequest, DetachedRequest, DetachedStandIn } from "../stand-in";
import { clientConfigurationArgs, machineConfigurationArgs, resourceInputs } from "./inputs";
import { clientConfiguration, kubeconfigOutputs, machineSecrets } from "./placeholders";

const secrets = "talos:machine/secrets:Secrets";
const configurationApply = "talos:machine/configurationApply:ConfigurationApply";
const bootstrap = "talos:machine/bootstrap:Bootstrap";
const kubeconfig = "talos:cluster/kubeconfig:Kubeconfig";
const schematic = "talos:imageFactory/schematic:Schematic";

/**
 * Stands in for the `talos` provider. It checks inputs by the provider's schema and answers with placeholders where the
 * real one makes keys or asks machines, in a preview too: what follows from them is then checked as if the cluster were
 * there. An import of secrets asks that the bundle exists and does not read it.
 */
export function talosStandIn(version: string): DetachedStandIn {
  return {
    name: "talos",
    version,
    check,
    // Lowering a version makes new keys; which one is lower is known once both are.
    replacement: (type, before, after) => ({
      replaceOn: type === secrets && isLower(before, after) ? [["talosVersion"]] : [],
      deleteBeforeReplace: false,
    }),
    create: (request) => ({ id: resourceId(request), outputs: outputsOf(request) }),
    update: (request) => ({ ...request.oldOutputs, ...outputsOf(request) }),
    read: ({ id, type, inputs, outputs }) => {
      if (inputs !== undefined && outputs !== undefined && Object.keys(outputs).length > 0) {
        return { id, inputs, outputs };
      }
      return type === secrets ? importedSecrets(id) : undefined;
    },
    invoke,
  };
}

function check({ type, inputs }: CheckRequest): CheckOutcome {
  const schema = resourceInputs[type];
  if (schema === undefined) {
    return { inputs, failures: [{ property: "", reason: `the talos provider has no resource ${type}` }] };
  }
  return { inputs, failures: checkSchema(schema, revealedMap(inputs)) };
}

function importedSecrets(path: string): { readonly id: string; readonly inputs: PropertyMap; readonly outputs: PropertyMap } {
  if (!existsSync(path)) {
    throw new Error(`the secrets bundle ${path} does not exist (looked from ${process.cwd()})`);
  }
  return { id: "machine_secrets", inputs: {}, outputs: secretsOutputs({}) };
}

function secretsOutputs(inputs: PropertyMap): PropertyMap {
  return { talosVersion: "v1.12", ...inputs, machineSecrets: secret(machineSecrets), clientConfiguration: secret(clientConfiguration) };
}

function outputsOf({ type, inputs }: DetachedRequest): PropertyMap {
  switch (type) {
    case secrets:
      return secretsOutputs(inputs);
    case configurationApply:
      return {
        applyMode: "auto",
        endpoint: inputs["node"] ?? null,
        ...inputs,
        resolvedApplyMode: inputs["applyMode"] ?? "auto",
        machineConfiguration: secret(revealedMap(inputs)["machineConfigurationInput"] ?? null),
      };
    case bootstrap:
      return { endpoint: inputs["node"] ?? null, ...inputs };
    case kubeconfig:
      return { endpoint: inputs["node"] ?? null, certificateRenewalDuration: "720h", ...inputs, ...kubeconfigOutputs() };
    default:
      return inputs;
  }
}

function resourceId({ type, inputs }: DetachedRequest): string {
  switch (type) {
    case secrets:
      return "machine_secrets";
    case configurationApply:
      return "machine_configuration_apply";
    case bootstrap:
      return "machine_bootstrap";
    case schematic:
      // As the factory does, which writes the text anew before; ours is written as it would write it.
      return createHash("sha256")
        .update(text(revealedMap(inputs)["schematic"], schematicText([])))
        .digest("hex");
    default:
      return text(revealedMap(inputs)["node"], type);
  }
}

function invoke(token: string, args: PropertyMap): { readonly result: PropertyMap; readonly failures: readonly CheckFailure[] } {
  const plain = revealedMap(args);
  switch (token) {
    case "talos:machine/getConfiguration:getConfiguration":
      return answered(machineConfigurationArgs, plain, () => ({
        ...args,
        id: "machine_configuration",
        machineConfiguration: secret(machineConfiguration(plain)),
      }));
    case "talos:client/getConfiguration:getConfiguration":
      return answered(clientConfigurationArgs, plain, () => ({
        ...args,
        id: text(plain["clusterName"], ""),
        talosConfig: secret(stringify({ context: plain["clusterName"] })),
      }));
    default:
      throw new Error(`the talos stand-in has no function ${token}: it would have to ask a machine or the image factory`);
  }
}

function answered(
  schema: z.ZodType,
  args: PropertyMap,
  result: () => PropertyMap,
): { readonly result: PropertyMap; readonly failures: readonly CheckFailure[] } {
  const failures = checkSchema(schema, args);
  return failures.length > 0 ? { result: {}, failures } : { result: result(), failures };
}

/** The skeleton of a machine configuration, with the patches as further documents instead of merged. */
function machineConfiguration(args: PropertyMap): string {
  const documents: readonly PropertyValue[] = [
    {
      version: "v1alpha1",
      machine: { type: args["machineType"] ?? null },
      cluster: { clusterName: args["clusterName"] ?? null, controlPlane: { endpoint: args["clusterEndpoint"] ?? null } },
    },
    { apiVersion: "v1alpha1", kind: "HostnameConfig", auto: "stable" },
  ];
  const patches: readonly PropertyValue[] = Array.isArray(args["configPatches"]) ? args["configPatches"] : [];
  return [...documents.map((document) => stringify(document)), ...patches.map((patch) => `${text(patch, "")}\n`)].join("---\n");
}

function isLower(before: PropertyMap, after: PropertyMap): boolean {
  const [old, wanted] = [before, after].map((inputs) => /^v?(\d+)\.(\d+)/.exec(text(revealedMap(inputs)["talosVersion"], "")));
  if (old === null || old === undefined || wanted === null || wanted === undefined) {
    return false;
  }
  return Number(wanted[1]) * 1000 + Number(wanted[2]) < Number(old[1]) * 1000 + Number(old[2]);
}

function text(value: PropertyValue | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
