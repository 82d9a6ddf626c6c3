import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BurstConfig } from "../../infra/burst/burst-config";
import { stackConfigSchema } from "../../infra/stack/config";
import { packConfigurationOf } from "../../policies/configuration";
import { deploy } from "../../stacks/homelab";
import { definition } from "../../stacks/homelab/definition";
import { prepareDefinition } from "../../stacks/prepare";
import type { IsolatedEngine } from "../engine";
import { openTestStack, projectDirectory } from "./isolated";

const account = { accountId: "123456789012", issuerBucket: "homelab-issuer", budgetEmails: ["me@example.com"] };

export interface BurstStack {
  readonly engine: IsolatedEngine;
  /** As `pulumi config set --path berth:burst.mode` does. */
  readonly setMode: (mode: BurstConfig["mode"]) => void;
  readonly close: () => void;
}

/**
 * The homelab with every policy, beginning with rented nodes, on the real engine with stand-ins for every provider.
 *
 * @param before Called at the beginning of each run of the program.
 */
export async function openBurstStack(before: () => void = () => undefined): Promise<BurstStack> {
  const folder = mkdtempSync(join(tmpdir(), "berth-burst-"));
  const talosSecretsFile = join(folder, "secrets.yaml");
  const talosDocuments = join(folder, "documents");
  writeFileSync(talosSecretsFile, "cluster: {}\n");
  mkdirSync(talosDocuments);
  let mode: BurstConfig["mode"] = "nodes";
  const prepare = () =>
    prepareDefinition(definition, stackConfigSchema.parse({ talosSecretsFile, talosDocuments, burst: { ...account, mode } }));
  const engine = await openTestStack({
    providerPackages: ["@pulumi/kubernetes", "@pulumiverse/talos", "@pulumi/aws"],
    policyPacks: [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(prepare().stack) }],
    program: async () => {
      before();
      return deploy(prepare());
    },
  });
  return {
    engine,
    setMode: (chosen) => {
      mode = chosen;
    },
    close: () => {
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
