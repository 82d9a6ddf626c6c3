import type { Deployment, EngineEvent } from "@pulumi/pulumi/automation";
import { z } from "zod";
import type { Faults } from "../rehearsal/providers/faults";
import type { Inventory } from "../rehearsal/providers/inventory";
import { type OpenStackOptions, openStack, type StackOutputs } from "./automation";
import { type PolicyPack, writePolicyPacks } from "./policy-packs";
import type { EngineResult } from "./preview-result";
import type { ProviderChoice } from "./providers/choose";
import { serveProviders, type StandIns } from "./providers/serve";
import { progressOf, type ResourceProgress } from "./resource-progress";
import { runOperation, watchProgram } from "./run-operation";

export interface EngineOptions extends Pick<
  OpenStackOptions,
  "projectDirectory" | "stackName" | "settings" | "pulumi" | "environment" | "providerEnvironment"
> {
  readonly program: () => Promise<StackOutputs>;
  readonly providers: readonly ProviderChoice[];
  readonly policyPacks: readonly PolicyPack[];
  /** Called with the number of resources that an operation has looked at so far. */
  readonly onResource?: (count: number) => void;
  /** Told of every resource as the engine begins and ends with it. */
  readonly onProgress?: (progress: ResourceProgress) => void;
  /** Milliseconds after which an operation is interrupted. Default: never. */
  readonly timeLimit?: number;
}

/** Can look, and change nothing. */
export interface PreviewEngine {
  readonly preview: () => Promise<EngineResult>;
  /** Interrupts what is running and takes away what was put on the disk. */
  readonly close: () => void;
}

/** Can change what is in a throw-away state, and nothing else. */
export interface IsolatedEngine extends PreviewEngine {
  readonly up: () => Promise<EngineResult>;
  /** Looks at what is there, and takes it over into the state. */
  readonly refresh: () => Promise<EngineResult>;
  /** Protected resources go too: in a throw-away state there is nothing behind them. */
  readonly destroy: () => Promise<EngineResult>;
  /** The state as it stands, secrets in plain text: what is in it was made up here. */
  readonly state: () => Promise<Deployment>;
  /** Puts the resources of a state in the place of those that there are, secrets in plain text. */
  readonly takeState: (state: Deployment) => Promise<void>;
  /** Ends what is running, as one Ctrl-C does: the engine ends what it has begun and begins nothing more. */
  readonly cancel: () => void;
}

/** Opens a stack for previews. Stand-ins among its providers refuse to change anything. */
export async function openForPreview(options: EngineOptions & Pick<OpenStackOptions, "backend">): Promise<PreviewEngine> {
  const { preview, close } = await open(options, { apply: "refuse" });
  return { preview, close };
}

export interface IsolatedEngineOptions extends EngineOptions {
  readonly faults?: Faults;
  readonly inventory?: Inventory;
  /** Default: those that have nothing behind them. */
  readonly standIns?: StandIns;
}

/**
 * Opens a stack whose state begins empty and goes with it, for tests and rehearsals: the only way in which a stand-in
 * takes part in an update.
 */
export async function openIsolated(options: IsolatedEngineOptions): Promise<IsolatedEngine> {
  const { faults, inventory, standIns } = options;
  return open(
    { ...options, backend: "throw-away", fetchPlugins: options.providers.some(({ source }) => source === "plugin") },
    { apply: "keep", ...(faults === undefined ? {} : { faults }), ...(inventory === undefined ? {} : { inventory }) },
    standIns,
  );
}

async function open(
  options: EngineOptions & Pick<OpenStackOptions, "backend" | "fetchPlugins">,
  serving: Parameters<typeof serveProviders>[1],
  standIns?: StandIns,
): Promise<IsolatedEngine> {
  const program = watchProgram(options.program);
  const providers = await serveProviders(options.providers, serving, standIns);
  const packs = writePolicyPacks(options.policyPacks);
  let running = new AbortController();
  const cancel = (): void => {
    running.abort();
    running = new AbortController();
  };
  const close = (): void => {
    running.abort();
    providers.close();
    packs.remove();
  };
  try {
    const { stack, close: closeStack } = await openStack({ ...options, program: program.run, attachProviders: providers.attach });
    const run = async (operation: (common: CommonOptions) => Promise<unknown>): Promise<EngineResult> => {
      const limits = options.timeLimit === undefined ? [] : [AbortSignal.timeout(options.timeLimit)];
      const signal = AbortSignal.any([running.signal, ...limits]);
      const watch = async (onEvent: (event: EngineEvent) => void): Promise<unknown> =>
        operation({
          color: "never",
          signal,
          onEvent: (event) => {
            onEvent(event);
            progressOf(event).forEach((progress) => options.onProgress?.(progress));
          },
        });
      return runOperation(watch, program, options.onResource);
    };
    return {
      preview: async () => run(async (common) => stack.preview({ ...common, ...packs.options })),
      up: async () => run(async (common) => stack.up({ ...common, ...packs.options })),
      refresh: async () => run(async (common) => stack.refresh(common)),
      destroy: async () => {
        await stack.importStack(withoutProtection(await stack.exportStack()));
        return run(async (common) => stack.destroy(common));
      },
      state: async () => stack.exportStack(),
      takeState: async ({ version, deployment }) => {
        // What encrypts the secrets is this stack's own.
        const own = stateSchema.parse((await stack.exportStack()).deployment);
        await stack.importStack({ version, deployment: { ...own, resources: stateSchema.parse(deployment).resources } });
      },
      cancel,
      close: () => {
        close();
        closeStack();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface CommonOptions {
  color: "never";
  signal: AbortSignal;
  onEvent: (event: EngineEvent) => void;
}

function withoutProtection({ version, deployment }: Deployment): Deployment {
  const { resources = [], ...rest } = stateSchema.parse(deployment);
  return { version, deployment: { ...rest, resources: resources.map((resource) => ({ ...resource, protect: false })) } };
}

const stateSchema = z.looseObject({ resources: z.array(z.looseObject({})).optional() });
