import { execFile } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { ensureTool } from "./ensure-tool";
import type { ProgressStream } from "./progress";
import { type Environment, type GoTool, requiredVersion } from "./tool";
import { compareVersions, formatVersion } from "./version";

const moduleDirectory = join(__dirname, "talos");
const version = requiredVersion(moduleDirectory, "github.com/siderolabs/talos/pkg/machinery");

/** Talos' own library as a program of ours: generates, merges and validates machine configurations. */
export const talosConfig: GoTool = {
  name: "berth-talos-config",
  version,
  moduleDirectory,
  package: ".",
  linkerFlags: ["-s", "-w"],
  versionArguments: ["version"],
  accepts: (found) => compareVersions(found, version) === 0,
  estimate: "takes about half a minute on 2 cores, once",
  alternative: `put berth-talos-config ${formatVersion(version)}, built elsewhere from toolchain/talos, on the PATH`,
};

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
  const { path } = await ensureTool(talosConfig, environment, stream);
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(path, [], { maxBuffer }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(`${talosConfig.name} failed: ${stderr.trim()}`, { cause: error }));
      }
    });
    child.stdin?.end(JSON.stringify(request));
  });
  return answerSchema.parse(JSON.parse(output)).nodes;
}
