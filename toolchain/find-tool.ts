import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { outputOf } from "./run";
import { cachedPath, type Environment, type GoTool, type InstalledTool } from "./tool";
import { findVersion, formatVersion, type Version } from "./version";

export interface FoundTool {
  readonly path: string;
  readonly version: Version;
  /** `folder`: the one that a variable of the environment names, such as `KUBEBUILDER_ASSETS`. */
  readonly source: "PATH" | "folder" | "cache";
}

export interface ToolSearch {
  readonly found: FoundTool | undefined;
  /** Why one that is installed is not used; absent when it is, or when there is none. */
  readonly rejected?: string;
}

const noneInstalled: ToolSearch = { found: undefined };

/** Looks for a tool where it may be installed, then in the cache. Builds nothing. */
export async function findTool(tool: GoTool, environment: Environment): Promise<ToolSearch> {
  const { found, rejected } = tool.installed === undefined ? noneInstalled : await findInstalled(tool, tool.installed, environment);
  if (found !== undefined) {
    return { found };
  }
  const path = cachedPath(tool, environment);
  return {
    found: existsSync(path) ? { path, version: tool.version, source: "cache" } : undefined,
    ...(rejected === undefined ? {} : { rejected }),
  };
}

async function findInstalled(tool: GoTool, installed: InstalledTool, environment: Environment): Promise<ToolSearch> {
  let rejected: string | undefined;
  for (const { path, source } of candidates(tool.name, installed, environment)) {
    const version = findVersion((await outputOf(path, installed.versionArguments, { environment })) ?? "");
    if (version !== undefined && installed.accepts(version)) {
      return { found: { path, version, source } };
    }
    rejected ??=
      version === undefined
        ? `${path} does not say its version`
        : `${path} is ${formatVersion(version)}, and ${formatVersion(tool.version)} or newer is needed`;
  }
  return { found: undefined, ...(rejected === undefined ? {} : { rejected }) };
}

function candidates(
  name: string,
  { folderVariable }: InstalledTool,
  environment: Environment,
): readonly Pick<FoundTool, "path" | "source">[] {
  const onPath = findOnPath(name, environment);
  const folder = folderVariable === undefined ? "" : (environment[folderVariable] ?? "");
  const inFolder = folder === "" ? undefined : executables(name, [folder])[0];
  return [
    ...(onPath === undefined ? [] : [{ path: onPath, source: "PATH" as const }]),
    ...(inFolder === undefined ? [] : [{ path: inFolder, source: "folder" as const }]),
  ];
}

/** The first executable file of that name in the folders of the `PATH`. */
export function findOnPath(name: string, environment: Environment): string | undefined {
  return executables(name, (environment["PATH"] ?? "").split(delimiter))[0];
}

function executables(name: string, folders: readonly string[]): readonly string[] {
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
