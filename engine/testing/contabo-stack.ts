import { loopbackCredentials } from "../../infra/contabo/testing/loopback-api";
import { standInVariable } from "../../infra/contabo/api/endpoints";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import { type OpenStack, openStack, type StackOutputs } from "../automation";
import { type EngineResult } from "../preview-result";
import { runOperation, watchProgram } from "../run-operation";
import { projectDirectory } from "./isolated";

/** A stack with an empty state whose dynamic providers are real and speak with a stand-in for Contabo's API. */
export interface ContaboStack {
  readonly preview: () => Promise<EngineResult>;
  readonly up: () => Promise<EngineResult>;
  readonly refresh: () => Promise<EngineResult>;
  readonly destroy: () => Promise<EngineResult>;
  /** Takes the lock away that a killed run has left. */
  readonly unlock: () => Promise<void>;
  readonly outputs: () => Promise<StackOutputs>;
  /** The state as it is stored, secrets encrypted. */
  readonly stored: () => Promise<string>;
  /** Makes the credentials known to the stack, as a user does. */
  readonly setCredentials: () => Promise<void>;
  readonly close: () => void;
}

/** @param api URL of the stand-in. */
export async function openContaboStack(api: string, program: () => Promise<StackOutputs>): Promise<ContaboStack> {
  const environment = { ...process.env };
  for (const name of ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"]) {
    Reflect.deleteProperty(environment, name);
  }
  process.env[standInVariable] = api;
  const watched = watchProgram(program);
  const { stack, close }: OpenStack = await openStack({
    projectDirectory,
    stackName: "contabo",
    settings: "config: {}\n",
    backend: "throw-away",
    pulumi: await ensureTool(pulumiCli, environment),
    attachProviders: "",
    environment,
    program: watched.run,
  });
  return {
    preview: async () => runOperation(async (onEvent) => stack.preview({ color: "never", onEvent }), watched),
    up: async () => runOperation(async (onEvent) => stack.up({ color: "never", onEvent }), watched),
    refresh: async () => runOperation(async (onEvent) => stack.refresh({ color: "never", onEvent }), watched),
    destroy: async () => runOperation(async (onEvent) => stack.destroy({ color: "never", onEvent }), watched),
    unlock: async () => stack.cancel(),
    outputs: async () =>
      Object.fromEntries(Object.entries(await stack.outputs()).map(([name, { value }]): [string, unknown] => [name, value])),
    stored: async () => JSON.stringify((await stack.exportStack()).deployment),
    setCredentials: async () => {
      const { clientId, clientSecret, user, password } = loopbackCredentials;
      await stack.setAllConfig({
        "berth:contaboClientId": { value: clientId, secret: true },
        "berth:contaboClientSecret": { value: clientSecret, secret: true },
        "berth:contaboUser": { value: user, secret: true },
        "berth:contaboPassword": { value: password, secret: true },
      });
    },
    close: () => {
      Reflect.deleteProperty(process.env, standInVariable);
      close();
    },
  };
}
