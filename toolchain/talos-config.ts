import { z } from "zod";
import { askProgram, ownProgram } from "./own-program";
import type { ProgressStream } from "./progress";
import type { Environment } from "./tool";

/** Talos' own library as a program of ours: generates, merges and validates machine configurations. */
export const talosConfig = ownProgram({
  name: "berth-talos-config",
  folder: "talos",
  library: "github.com/siderolabs/talos/pkg/machinery",
  buildTime: { alone: 30 },
});

/** One node whose configuration is wanted. */
export interface TalosNodeRequest {
  readonly name: string;
  readonly machineType: "controlplane" | "worker";
  /** Whether Talos installs itself to a disk, or boots from one that it is on. */
  readonly mode: "metal" | "nocloud";
  /** The configuration to patch. Default: one generated with fresh secrets. */
  readonly base?: string;
  /** Strategic-merge documents, as YAML or JSON, merged in order. */
  readonly patches: readonly string[];
}

export interface TalosConfigRequest {
  readonly clusterName: string;
  readonly clusterEndpoint: string;
  /** With the leading `v`. */
  readonly talosVersion: string;
  readonly kubernetesVersion: string;
  readonly nodes: readonly TalosNodeRequest[];
}

const answerSchema = z.object({
  nodes: z.array(
    z.object({
      name: z.string(),
      /** The merged configuration as YAML: it holds keys. Empty when a patch could not be merged. */
      configuration: z.string(),
      /** What Talos refuses. */
      errors: z.array(z.string()),
      /** What Talos would have otherwise. */
      warnings: z.array(z.string()),
    }),
  ),
});

export type TalosNodeAnswer = z.output<typeof answerSchema>["nodes"][number];

/** A configuration with certificates is some 20 KB; a cluster has a handful. */
const maxBuffer = 64 * 1024 * 1024;

/**
 * Renders and validates the machine configurations of a cluster with Talos' own library.
 *
 * @throws UserError when the program has to be built and cannot be; Error when the request as a whole is refused.
 */
export async function renderTalosConfigurations(
  request: TalosConfigRequest,
  environment: Environment,
  stream?: ProgressStream,
): Promise<readonly TalosNodeAnswer[]> {
  return answerSchema.parse(await askProgram(talosConfig, request, environment, stream, { maxBuffer })).nodes;
}
