import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Faults } from "../../rehearsal/providers/faults";
import type { Inventory } from "../../rehearsal/providers/inventory";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import type { FoundTool } from "../../toolchain/find-tool";
import type { Environment } from "../../toolchain/tool";
import { openStack, type StackOutputs } from "../automation";
import type { EngineResult } from "../preview-result";
import type { ProviderChoice } from "../providers/choose";
import { requiredProviders } from "../providers/requirement";
import { serveProviders, type StandIns } from "../providers/serve";
import { runOperation, watchProgram } from "../run-operation";
import { projectDirectory } from "./isolated";
import { killEngine } from "./kill-engine";

/** A stack as a user has one: in a backend of files that stays when an update ends, however it ends. */
export interface UserStack {
  /** Folder of the backend. */
  readonly folder: string;
  readonly environment: Environment;
  readonly pulumi: FoundTool;
  readonly providers: readonly ProviderChoice[];
  /** As `pulumi up` does, with the stand-ins in this process. */
  readonly up: (options?: { readonly refresh?: boolean }) => Promise<EngineResult>;
  /** Ends the engine of a running `up` and what it started, as the loss of power does. */
  readonly kill: () => void;
  /** What `pulumi` prints with these arguments. */
  readonly cli: (...args: readonly string[]) => Promise<string>;
  readonly close: () => void;
}

export const userStackName = "homelab";

export async function openUserStack(options: {
  readonly program: () => Promise<StackOutputs>;
  readonly faults: Faults;
  readonly inventory?: Inventory;
  /** Default: those that have nothing behind them. */
  readonly standIns?: StandIns;
}): Promise<UserStack> {
  const folder = mkdtempSync(join(tmpdir(), "berth-user-"));
  const environment: Environment = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "fixture-passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const pulumi = await ensureTool(pulumiCli, environment);
  const cli = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(pulumi.path, [...args, "--non-interactive"], {
      cwd: folder,
      env: { ...environment },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  };
  const providers: readonly ProviderChoice[] = requiredProviders(projectDirectory, ["@pulumi/kubernetes"]).map((requirement) => ({
    ...requirement,
    source: "stand-in",
    reason: "asked for",
  }));
  const { program, standIns: available, ...world } = options;
  const watched = watchProgram(program);
  const standIns = await serveProviders(providers, { apply: "keep", ...world }, available);
  const { stack, close } = await openStack({
    projectDirectory,
    stackName: userStackName,
    settings: "config: {}\n",
    backend: "yours",
    create: true,
    pulumi,
    attachProviders: standIns.attach,
    environment,
    program: watched.run,
  });
  return {
    folder,
    environment,
    pulumi,
    providers,
    cli,
    up: async (how = {}) => runOperation(async (onEvent) => stack.up({ color: "never", ...how, onEvent }), watched),
    kill: killEngine,
    close: () => {
      close();
      standIns.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
