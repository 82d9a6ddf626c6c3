import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { outputOf } from "./run";
import { cachedPath, type Environment, type GoTool } from "./tool";
import { findVersion, formatVersion, type Version } from "./version";

export interface FoundTool {
  readonly path: string;
  readonly version: Version;
  readonly source: "PATH" | "cache";
}

export interface ToolSearch {
  readonly found: FoundTool | undefined;
  /** Why one that is on the `PATH` is not used; absent when it is, or when there is none. */
  readonly rejected?: string;
}

/** Looks for a tool on the `PATH`, then in the cache. Builds nothing. */
export async function findTool(tool: GoTool, environment: Environment): Promise<ToolSearch> {
  const onPath = findOnPath(tool.name, environment);
  let rejected: string | undefined;
  if (onPath !== undefined) {
    const version = findVersion((await outputOf(onPath, tool.versionArguments, { environment })) ?? "");
    if (version !== undefined && tool.accepts(version)) {
      return { found: { path: onPath, version, source: "PATH" } };
    }
    rejected =
      version === undefined
        ? `${onPath} does not say its version`
        : `${onPath} is ${formatVersion(version)}, and ${formatVersion(tool.version)} or newer is needed`;
  }
  const cached = cachedPath(tool, environment);
  const found: FoundTool | undefined = existsSync(cached) ? { path: cached, version: tool.version, source: "cache" } : undefined;
  return { found, ...(rejected === undefined ? {} : { rejected }) };
}

/** The first executable file of that name in the folders of the `PATH`. */
export function findOnPath(name: string, environment: Environment): string | undefined {
  return (environment["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
