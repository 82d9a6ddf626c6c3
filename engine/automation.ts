import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { delimiter, dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { UserError } from "../infra/diagnostics/user-error";
import type { FoundTool } from "../toolchain/find-tool";
import type { Environment } from "../toolchain/tool";
import { hasPassphrase } from "./backend";
import { createRunFolder, settingsForThrowAway } from "./workspace";

export type StackOutputs = Readonly<Record<string, unknown>>;

export interface OpenStackOptions {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stackName: string;
  /** Text of the stack's settings file. Pulumi is given a copy and never writes the user's. */
  readonly settings: string;
  /** `yours`: whatever Pulumi is configured with. `throw-away`: an empty one that goes when the stack is closed. */
  readonly backend: "yours" | "throw-away";
  /** Make the stack first. Default: only in a throw-away backend. */
  readonly create?: boolean;
  readonly pulumi: FoundTool;
  /** `PULUMI_DEBUG_PROVIDERS`; empty for none. */
  readonly attachProviders: string;
  /**
   * Whether Pulumi looks on the network for plugins that its state speaks of and that are not installed. It does so for
   * attached ones too, before every operation. Default true.
   */
  readonly fetchPlugins?: boolean;
  readonly environment: Environment;
  /** What providers that run in processes of their own are told beside that. Default: nothing. */
  readonly providerEnvironment?: Readonly<Record<string, string>>;
  readonly program: () => Promise<StackOutputs>;
}

export interface OpenStack {
  readonly stack: Stack;
  readonly close: () => void;
}

/** Opens a stack for the Automation API, with the program running in this process. */
export async function openStack(options: OpenStackOptions): Promise<OpenStack> {
  const { projectDirectory, stackName, backend, pulumi, create = backend === "throw-away" } = options;
  const settings =
    backend === "yours" ? options.settings : settingsForThrowAway(options.settings, `Pulumi.${stackName}.yaml`, options.environment);
  const folder = createRunFolder(projectDirectory, stackName, settings);
  try {
    const envVars = engineEnvironment(options, folder.state);
    const program = async (): Promise<Record<string, unknown>> => ({ ...(await options.program()) });
    // The Automation API finds a CLI by the folder that holds its bin folder; one on the PATH may lie in any folder.
    const root = pulumi.source === "cache" ? { root: dirname(dirname(pulumi.path)) } : {};
    const pulumiCommand = await PulumiCommand.get(root);
    if (create) {
      await createStack(pulumi.path, stackName, folder.project, { ...options.environment, ...envVars });
    }
    const workspace = await LocalWorkspace.create({ workDir: folder.project, pulumiCommand, program, envVars });
    // Selecting would change which stack the user's own commands work on; every operation names its stack instead.
    workspace.selectStack = async () => Promise.resolve();
    const stack = await Stack.select(stackName, workspace);
    // After each operation the Automation API asks for these, by a run of the CLI each; nobody here wants them.
    stack.outputs = async () => Promise.resolve({});
    stack.info = async () => Promise.resolve(undefined);
    return { stack, close: folder.remove };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** What Pulumi and the plugins that it starts get beside the user's environment. */
function engineEnvironment(
  { projectDirectory, backend, environment, attachProviders, fetchPlugins = true, providerEnvironment }: OpenStackOptions,
  stateFolder: string,
): Record<string, string> {
  // What the engine starts runs on this Node. Our launchers come last: those of the official CLI win.
  const path = [
    dirname(process.execPath),
    environment["PATH"] ?? "",
    join(__dirname, "launchers"),
    join(projectDirectory, "node_modules", "@pulumi", "pulumi"),
  ];
  // Pulumi gets this process' variables by itself; these are what the caller says in their place.
  const settings = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (name.startsWith("PULUMI_") && value !== undefined ? [[name, value]] : [])),
  );
  const state = { PULUMI_BACKEND_URL: `file://${stateFolder}` };
  const passphrase = hasPassphrase(environment) ? {} : { PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("hex") };
  return {
    ...settings,
    PATH: path.join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Types are checked by the type check, not by every preview again.
    TS_NODE_TRANSPILE_ONLY: "true",
    ...(attachProviders === "" ? {} : { PULUMI_DEBUG_PROVIDERS: attachProviders }),
    ...(fetchPlugins ? {} : { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
    ...(backend === "throw-away" ? { ...state, ...passphrase } : {}),
    ...providerEnvironment,
  };
}

async function createStack(pulumi: string, stackName: string, projectFolder: string, environment: Environment): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    execFile(
      pulumi,
      ["stack", "init", stackName, "--no-select", "--non-interactive"],
      { cwd: projectFolder, env: { ...environment } },
      (error, _stdout, stderr) => {
        if (error === null) {
          resolve();
        } else {
          reject(new UserError(`Pulumi cannot create the stack\n  ${stderr.trim()}`));
        }
      },
    );
  });
}
