import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory";
import { parseVersion, type Version } from "./version";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A command-line tool that is found on the `PATH`, or else built from a pinned Go module. */
export interface GoTool {
  /** Name of the executable. */
  readonly name: string;
  readonly version: Version;
  /** Folder under `toolchain/` with its go.mod and go.sum, and with its source where that is ours. */
  readonly moduleDirectory: string;
  /** Import path of the main package; `.` for one of ours. */
  readonly package: string;
  readonly linkerFlags: readonly string[];
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  /** Whether one found on the `PATH` will do. */
  readonly accepts: (found: Version) => boolean;
  /** What to tell a user who waits for the build. */
  readonly estimate: string;
  /** What a user can do who has no Go. */
  readonly alternative: string;
}

/** The version that a go.mod pins for a module. */
export function requiredVersion(moduleDirectory: string, module: string): Version {
  const line = readFileSync(join(moduleDirectory, "go.mod"), "utf8")
    .split("\n")
    .find((text) =>
      text
        .trim()
        .replace(/^require /, "")
        .startsWith(`${module} v`),
    );
  if (line === undefined) {
    throw new Error(`${moduleDirectory}/go.mod does not require ${module}`);
  }
  return parseVersion(line.slice(line.indexOf(module) + module.length));
}

/** Where the built tool is, or will be: another pin, source, platform or set of flags is another place. */
export function cachedPath(tool: GoTool, environment: Environment): string {
  const sources = readdirSync(tool.moduleDirectory).filter((file) => file.endsWith(".go"));
  const pins = ["go.mod", "go.sum", ...sources.sort()].map((file) => readFileSync(join(tool.moduleDirectory, file), "utf8"));
  const key = createHash("sha256")
    .update([...pins, ...tool.linkerFlags, tool.package, process.platform, process.arch].join("\n"))
    .digest("hex")
    .slice(0, 12);
  const { major, minor, patch } = tool.version;
  return join(cacheDirectory(environment), "tools", `${tool.name}-${major}.${minor}.${patch}-${key}`, "bin", tool.name);
}
