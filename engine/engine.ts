import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Deployment } from "@pulumi/pulumi/automation";
import { z } from "zod";
import type { Faults } from "../rehearsal/providers/faults";
import type { Inventory } from "../rehearsal/providers/inventory";
import { type OpenStackOptions, openStack, type StackOutputs } from "./automation";
import type { EngineResult } from "./preview-result";
import type { ProviderChoice } from "./providers/choose";
import { serveProviders } from "./providers/serve";
import { runOperation, watchProgram } from "./run-operation";

export interface PolicyPack {
  /** Folder of PulumiPolicy.yaml. */
  readonly path: string;
  /** Levels and settings of its policies; the defaults where absent. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

export interface EngineOptions extends Pick<OpenStackOptions, "projectDirectory" | "stackName" | "settings" | "pulumi" | "environment"> {
  readonly program: () => Promise<StackOutputs>;
  readonly providers: readonly ProviderChoice[];
  readonly policyPacks: readonly PolicyPack[];
  /** Called with the number of resources that an operation has looked at so far. */
  readonly onResource?: (count: number) => void;
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
  /** Protected resources go too: in a throw-away state there is nothing behind them. */
  readonly destroy: () => Promise<EngineResult>;
  /** The state as it stands, secrets in plain text: what is in it was made up here. */
  readonly state: () => Promise<Deployment>;
}

/** Opens a stack for previews. Stand-ins among its providers refuse to change anything. */
export async function openForPreview(options: EngineOptions & Pick<OpenStackOptions, "backend">): Promise<PreviewEngine> {
  const { preview, close } = await open(options, { apply: "refuse" });
  return { preview, close };
}

/**
 * Opens a stack whose state begins empty and goes with it, for tests and rehearsals: the only way in which a stand-in
 * takes part in an update.
 */
export async function openIsolated(
  options: EngineOptions & { readonly faults?: Faults; readonly inventory?: Inventory },
): Promise<IsolatedEngine> {
  const { faults, inventory } = options;
  return open(
    { ...options, backend: "throw-away" },
    { apply: "keep", ...(faults === undefined ? {} : { faults }), ...(inventory === undefined ? {} : { inventory }) },
  );
}

async function open(
  options: EngineOptions & Pick<OpenStackOptions, "backend">,
  serving: Parameters<typeof serveProviders>[1],
): Promise<IsolatedEngine> {
  const program = watchProgram(options.program);
  const providers = await serveProviders(options.providers, serving);
  const packs = writePolicyConfigurations(options.policyPacks);
  const interrupted = new AbortController();
  const close = (): void => {
    interrupted.abort();
    providers.close();
    packs.remove();
  };
  try {
    const { stack, close: closeStack } = await openStack({ ...options, program: program.run, attachProviders: providers.attach });
    const interruptible = (): { color: "never"; signal: AbortSignal } => {
      const limits = options.timeLimit === undefined ? [] : [AbortSignal.timeout(options.timeLimit)];
      return { color: "never", signal: AbortSignal.any([interrupted.signal, ...limits]) };
    };
    return {
      preview: async () =>
        runOperation(async (onEvent) => stack.preview({ ...interruptible(), ...packs.options, onEvent }), program, options.onResource),
      up: async () =>
        runOperation(async (onEvent) => stack.up({ ...interruptible(), ...packs.options, onEvent }), program, options.onResource),
      destroy: async () => {
        await stack.importStack(withoutProtection(await stack.exportStack()));
        return runOperation(async (onEvent) => stack.destroy({ ...interruptible(), onEvent }), program, options.onResource);
      },
      state: async () => stack.exportStack(),
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

function withoutProtection({ version, deployment }: Deployment): Deployment {
  const { resources = [], ...rest } = stateSchema.parse(deployment);
  return { version, deployment: { ...rest, resources: resources.map((resource) => ({ ...resource, protect: false })) } };
}

const stateSchema = z.looseObject({ resources: z.array(z.looseObject({})).optional() });

/** Pulumi takes the configuration of packs as files, one for each pack, in their order. */
function writePolicyConfigurations(packs: readonly PolicyPack[]): {
  readonly options: { policyPacks: string[]; policyPackConfigs: string[] };
  remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "berth-policies-"));
  const policyPackConfigs = packs.map(({ configuration }, index) => {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, JSON.stringify(configuration ?? {}));
    return path;
  });
  return {
    options: { policyPacks: packs.map(({ path }) => resolve(path)), policyPackConfigs },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
