import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../infra/diagnostics/user-error";
import { findOnPath } from "./find-tool";
import { outputOf } from "./run";
import type { Environment, GoTool } from "./tool";
import { compareVersions, findVersion, formatVersion, parseVersion, type Version } from "./version";

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

/** The oldest Go that can build all of these; at least one. */
export function requiredGo(tools: readonly Pick<GoTool, "moduleDirectory">[]): Version {
  const versions = tools.map(({ moduleDirectory }) => {
    const line = /^go (\S+)$/m.exec(readFileSync(join(moduleDirectory, "go.mod"), "utf8"));
    return parseVersion(line?.[1] ?? "");
  });
  return versions.reduce((newest, version) => (compareVersions(version, newest) > 0 ? version : newest));
}

/** @throws UserError when Go is missing or too old, with all that has to be built and what to install. */
export async function requireGo(tools: readonly GoTool[], environment: Environment, places = usualPlaces): Promise<Go> {
  const needed = requiredGo(tools);
  const wanted = needed.patch === 0 ? `${needed.major}.${needed.minor}` : formatVersion(needed);
  const go = await findGo(environment, places);
  if (go !== undefined && compareVersions(go.version, needed) >= 0) {
    return go;
  }
  const [only, ...others] = tools;
  const single = others.length === 0 ? only : undefined;
  const what = single === undefined ? `${tools.length} tools have` : `${single.name} has`;
  throw new UserError(`${what} to be built, and that needs Go ${wanted} or newer`, [
    {
      path: "go",
      message: go === undefined ? "is not on the PATH" : "is too old",
      ...(go === undefined ? {} : { value: `${go.path} ${formatVersion(go.version)}` }),
      fix: `install Go ${wanted}: https://go.dev/doc/install${single === undefined ? "" : `; or ${single.alternative}`}`,
    },
    ...(single === undefined ? tools : []).map(({ name, version, alternative }) => ({
      path: name,
      message: `${formatVersion(version)} is neither installed nor built`,
      fix: `with Go it is built; or ${alternative}`,
    })),
  ]);
}
