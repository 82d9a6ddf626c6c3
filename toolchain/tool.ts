import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory";
import { parseVersion, type Version } from "./version";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A program that is found where it is installed, or else built from a pinned Go module. */
export interface GoTool {
  /** Name of the executable. */
  readonly name: string;
  readonly version: Version;
  /** Folder under `toolchain/` with its go.mod and go.sum, and with its source where that is ours. */
  readonly moduleDirectory: string;
  /** Import path of the main package; `.` for one of ours. */
  readonly package: string;
  readonly linkerFlags: readonly string[];
  /** Left out for a program that cannot say its version, such as most operators: it is always built. */
  readonly installed?: InstalledTool;
  readonly buildTime: BuildTime;
  /** What a user can do who has no Go. */
  readonly alternative: string;
}

/** Which ones of those that are installed will do. */
export interface InstalledTool {
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  readonly accepts: (found: Version) => boolean;
  /** Variable of the environment with a folder that is looked into after the `PATH`, such as `KUBEBUILDER_ASSETS`. */
  readonly folderVariable?: string;
}

/** Seconds on two idle cores, with nothing downloaded or compiled before. */
export interface BuildTime {
  readonly alone: number;
  /** When another tool of its module is built at the same time, as they have packages in common. Default: `alone`. */
  readonly beside?: number;
}

/** The version that a go.mod pins for a module. */
export function requiredVersion(moduleDirectory: string, module: string): Version {
  const required = requiredModules(moduleDirectory).find(({ path }) => path === module);
  if (required === undefined) {
    throw new Error(`${moduleDirectory}/go.mod does not require ${module}`);
  }
  return parseVersion(required.version);
}

/** The Go module that a tool's main package is in. */
export function moduleOf(tool: GoTool): { readonly path: string; readonly version: string } {
  const [module] = requiredModules(tool.moduleDirectory)
    .filter(({ path }) => tool.package === path || tool.package.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length);
  if (module === undefined) {
    throw new Error(`${tool.moduleDirectory}/go.mod requires no module with ${tool.package}`);
  }
  return module;
}

function requiredModules(moduleDirectory: string): readonly { readonly path: string; readonly version: string }[] {
  return readFileSync(join(moduleDirectory, "go.mod"), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, path, version] = /^(?:require )?\s*(\S+) (v\d\S*)(?: \/\/.*)?$/.exec(line) ?? [];
      return path === undefined || version === undefined ? [] : [{ path, version }];
    });
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
