import * as pulumi from "@pulumi/pulumi";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { type PodPlacements } from "../../infra/placement/emit/pod-placement";
import { type Plan } from "../../infra/placement/plan-document";
import { stackConfigSchema } from "../../infra/stack/config";
import { type Stack } from "../../infra/stack/stack";
import { deploy as deployHomelab } from "../../stacks/homelab";
import { type Deploy } from "../../stacks/programs";
import { deploySmall } from "../../stacks/testing/small-program";
import { type ResourceSnapshot } from "../model/resources/resource";

/** A stack in both of its forms: as the model knows it, and as the resources that its program registers. */
export interface DeployedStack {
  readonly stack: Stack;
  readonly placements: PodPlacements;
  readonly resources: readonly ResourceSnapshot[];
}

/**
 * Runs the program of a stack without an engine, and keeps the inputs of every resource.
 *
 * @param deploy - default: the homelab's.
 */
export async function deployed(stack: Stack, plan: Plan, deploy: Deploy = deployHomelab): Promise<DeployedStack> {
  // An update of machines that are made asks for the credentials of their providers.
  const isPreview = deploy !== deployHomelab && deploy !== deploySmall;
  const resources: ResourceSnapshot[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const properties = record(inputs);
        resources.push({ type, name, urn: `urn:pulumi:test::berth::${type}::${name}`, properties });
        const secrets = {
          clientConfiguration: { caCertificate: "Y2E=", clientCertificate: "Y2VydA==", clientKey: "a2V5" },
          machineSecrets: {},
        };
        return { id: `${name}-id`, state: { ...properties, ...(type === "talos:machine/secrets:Secrets" ? secrets : {}) } };
      },
      call: ({ inputs }) => ({ ...record(inputs), machineConfiguration: "version: v1alpha1\n" }),
    },
    "berth",
    stack.name,
    isPreview,
  );
  await deploy({
    stack,
    plan,
    config: stackConfigSchema.parse({ talosSecretsFile: "secrets.yaml", talosDocuments: "components/testing/talos-documents" }),
  });
  await pulumi.runtime.disconnect();
  return { stack, placements: emitPlacements(stack, plan), resources };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
