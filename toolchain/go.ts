import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../infra/diagnostics/user-error";
import { findOnPath } from "./find-tool";
import { outputOf } from "./run";
import type { Environment, GoTool } from "./tool";
import { compareVersions, findVersion, parseVersion, type Version } from "./version";

/** Where Go's own installer puts it, which not every shell has on its `PATH`. */
const usualPlaces: readonly string[] = ["/usr/local/go/bin/go"];

export interface Go {
  readonly path: string;
  readonly version: Version;
}

/**
 * Go may fetch and run a newer version of itself when a module asks for one. A build that was announced must not first
 * download a tool chain without saying so: the Go that is installed is used, or refused with the version that is needed.
 */
export const goSettings: Environment = { CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOWORK: "off" };

export async function findGo(environment: Environment, places = usualPlaces): Promise<Go | undefined> {
  const path = findOnPath("go", environment) ?? places.find((place) => existsSync(place));
  if (path === undefined) {
    return undefined;
  }
  const version = findVersion((await outputOf(path, ["version"], { environment: { ...environment, ...goSettings } })) ?? "");
  return version === undefined ? undefined : { path, version };
}

/** The oldest Go that a tool's module can be built with. */
export function requiredGo({ moduleDirectory }: Pick<GoTool, "moduleDirectory">): Version {
  const line = /^go (\S+)$/m.exec(readFileSync(join(moduleDirectory, "go.mod"), "utf8"));
  return parseVersion(line?.[1] ?? "");
}

/** @throws UserError when Go is missing or too old, with what to install. */
export async function requireGo(tool: GoTool, environment: Environment, places = usualPlaces): Promise<Go> {
  const needed = requiredGo(tool);
  const wanted = `${needed.major}.${needed.minor}`;
  const go = await findGo(environment, places);
  if (go !== undefined && compareVersions(go.version, needed) >= 0) {
    return go;
  }
  throw new UserError(`${tool.name} has to be built, and that needs Go ${wanted} or newer`, [
    {
      path: "go",
      message: go === undefined ? "is not on the PATH" : "is too old",
      ...(go === undefined ? {} : { value: `${go.path} ${go.version.major}.${go.version.minor}.${go.version.patch}` }),
      fix: `install Go ${wanted}: https://go.dev/doc/install; or ${tool.alternative}`,
    },
  ]);
}
