import { join } from "node:path";
import type { Faults } from "../../rehearsal/providers/faults";
import type { Inventory } from "../../rehearsal/providers/inventory";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import type { StackOutputs } from "../automation";
import { type IsolatedEngine, openIsolated } from "../engine";
import type { PolicyPack } from "../policy-packs";
import { requiredProviders } from "../providers/requirement";

export const projectDirectory = join(__dirname, "..", "..");

/** An operation that takes longer has hung. */
export const operationLimit = 120_000;

export interface TestStack {
  /** Default `homelab`. */
  readonly stackName?: string;
  /** npm packages of the providers that it uses. Default: those of homelab. */
  readonly providerPackages?: readonly string[];
  readonly program: () => Promise<StackOutputs>;
  readonly policyPacks?: readonly PolicyPack[];
  readonly faults?: Faults;
  readonly inventory?: Inventory;
  /** Text of Pulumi.<stack>.yaml. */
  readonly settings?: string;
}

/** A stack with an empty state that goes with it, on the real engine, with stand-ins for every provider. */
export async function openTestStack({
  stackName = "homelab",
  providerPackages = ["@pulumi/kubernetes", "@pulumiverse/talos"],
  program,
  policyPacks = [],
  faults,
  inventory,
  settings = "config: {}\n",
}: TestStack): Promise<IsolatedEngine> {
  const environment = { ...process.env };
  // A test must not depend on the backend or the secrets of whoever runs it.
  for (const name of ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"]) {
    Reflect.deleteProperty(environment, name);
  }
  return openIsolated({
    projectDirectory,
    stackName,
    settings,
    pulumi: await ensureTool(pulumiCli, environment),
    environment,
    program,
    policyPacks,
    providers: requiredProviders(projectDirectory, providerPackages).map((requirement) => ({
      ...requirement,
      source: "stand-in",
      reason: "asked for",
    })),
    timeLimit: operationLimit,
    ...(faults === undefined ? {} : { faults }),
    ...(inventory === undefined ? {} : { inventory }),
  });
}
