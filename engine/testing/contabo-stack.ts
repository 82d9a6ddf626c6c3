import { z } from "zod";
import { loopbackCredentials } from "../../infra/contabo/testing/loopback-api";
import { standInVariable } from "../../infra/contabo/api/endpoints";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import { type OpenStack, openStack, type StackOutputs } from "../automation";
import { type PolicyPack, writePolicyPacks } from "../policy-packs";
import { type EngineResult } from "../preview-result";
import { runOperation, watchProgram } from "../run-operation";
import { requiredProviders } from "../providers/requirement";
import { serveProviders } from "../providers/serve";
import { projectDirectory } from "./isolated";

/**
 * A stack with an empty state. Its dynamic providers are real, in a process of their own, and speak with stand-ins on
 * this machine for Contabo's API and for the cluster's; a stand-in takes the place of the provider for Kubernetes.
 */
export interface ContaboStack {
  readonly preview: () => Promise<EngineResult>;
  /** @param policyPacks What the update is held to. Default: nothing. */
  readonly up: (policyPacks?: readonly PolicyPack[]) => Promise<EngineResult>;
  /** As `pulumi state unprotect` and `pulumi up --replace` do. @param name Of the resource. */
  readonly replace: (name: string) => Promise<EngineResult>;
  readonly refresh: () => Promise<EngineResult>;
  readonly destroy: () => Promise<EngineResult>;
  /** Takes the lock away that a killed run has left. */
  readonly unlock: () => Promise<void>;
  readonly outputs: () => Promise<StackOutputs>;
  /** The state as text, without what is encrypted in it. */
  readonly unencryptedState: () => Promise<string>;
  /** Makes the credentials known to the stack, as a user does. */
  readonly setCredentials: () => Promise<void>;
  /** Changes a setting that is no secret. */
  readonly set: (name: string, value: string) => Promise<void>;
  readonly close: () => void;
}

interface ContaboStackOptions {
  /** URL of the stand-in. */
  readonly api: string;
  readonly program: () => Promise<StackOutputs>;
  /** Given everything that Pulumi prints. */
  readonly onOutput?: (text: string) => void;
}

export async function openContaboStack({ api, program, onOutput = () => undefined }: ContaboStackOptions): Promise<ContaboStack> {
  const environment = { ...process.env };
  for (const name of ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"]) {
    Reflect.deleteProperty(environment, name);
  }
  process.env[standInVariable] = api;
  const watched = watchProgram(program);
  const kubernetes = requiredProviders(projectDirectory, ["@pulumi/kubernetes"]);
  const standIns = await serveProviders(
    kubernetes.map((requirement) => ({ ...requirement, source: "stand-in" as const, reason: "asked for" })),
    { apply: "keep" },
  );
  const { stack, close }: OpenStack = await openStack({
    projectDirectory,
    stackName: "contabo",
    settings: "config: {}\n",
    backend: "throw-away",
    pulumi: await ensureTool(pulumiCli, environment),
    attachProviders: standIns.attach,
    fetchPlugins: false,
    environment,
    program: watched.run,
  });
  return {
    preview: async () =>
      runOperation(async (onEvent) => stack.preview({ color: "never", diff: true, onEvent, onOutput, onError: onOutput }), watched),
    up: async (policyPacks = []) => {
      const { options, remove } = writePolicyPacks(policyPacks);
      return runOperation(
        async (onEvent) => stack.up({ color: "never", diff: true, ...options, onEvent, onOutput, onError: onOutput }),
        watched,
      ).finally(remove);
    },
    replace: async (name) => {
      const state = await stack.exportStack();
      const { resources, ...rest } = deploymentSchema.parse(state.deployment);
      const replaced = resources.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ urn }) => urn);
      const unprotected = resources.map((each) => (replaced.includes(each.urn) ? { ...each, protect: false } : each));
      await stack.importStack({ version: state.version, deployment: { ...rest, resources: unprotected } });
      return runOperation(
        async (onEvent) => stack.up({ color: "never", replace: replaced, onEvent, onOutput, onError: onOutput }),
        watched,
      );
    },
    refresh: async () =>
      runOperation(
        async (onEvent) => stack.refresh({ color: "never", clearPendingCreates: true, onEvent, onOutput, onError: onOutput }),
        watched,
      ),
    destroy: async () => runOperation(async (onEvent) => stack.destroy({ color: "never", onEvent, onOutput, onError: onOutput }), watched),
    unlock: async () => stack.cancel(),
    outputs: async () =>
      Object.fromEntries(
        Object.entries(await stack.workspace.stackOutputs(stack.name)).map(([name, { value }]): [string, unknown] => [name, value]),
      ),
    unencryptedState: async () =>
      JSON.stringify((await stack.exportStack()).deployment, (_key, value: unknown) => (isSecret(value) ? undefined : value)),
    setCredentials: async () => {
      const { clientId, clientSecret, user, password } = loopbackCredentials;
      await stack.setAllConfig({
        "berth:contaboClientId": { value: clientId, secret: true },
        "berth:contaboClientSecret": { value: clientSecret, secret: true },
        "berth:contaboUser": { value: user, secret: true },
        "berth:contaboPassword": { value: password, secret: true },
      });
    },
    set: async (name, value) => stack.setConfig(`berth:${name}`, { value }),
    close: () => {
      Reflect.deleteProperty(process.env, standInVariable);
      close();
      standIns.close();
    },
  };
}

const deploymentSchema = z.looseObject({ resources: z.array(z.looseObject({ urn: z.string() })) });

/** How an exported state marks what is encrypted where it is stored. */
function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
}
