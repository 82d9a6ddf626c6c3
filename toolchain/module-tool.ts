import { join } from "node:path";
import { type BuildTime, type GoTool, requiredVersion } from "./tool";
import { compareVersions, formatVersion } from "./version";

export interface ModuleToolArgs {
  /** Name of the executable. */
  readonly name: string;
  /** Its folder in toolchain/. */
  readonly folder: string;
  /** The Go module that it is part of, and whose version it has. */
  readonly module: string;
  /** Of its main package, inside the module. Default: the module itself. */
  readonly path?: string;
  /** Default: no symbols and no debug information, which halves the size. */
  readonly linkerFlags?: readonly string[];
  /** Makes it print its version; left out for one that cannot, which is always built. */
  readonly versionArguments?: readonly string[];
  readonly buildTime: BuildTime;
}

/** A program of another project, as it is. One that is installed does when it is of the same minor version and at least as new. */
export function moduleTool({
  name,
  folder,
  module,
  path,
  linkerFlags = ["-s", "-w"],
  versionArguments,
  buildTime,
}: ModuleToolArgs): GoTool {
  const moduleDirectory = join(__dirname, folder);
  const version = requiredVersion(moduleDirectory, module);
  const common = { name, version, moduleDirectory, package: path === undefined ? module : `${module}/${path}`, linkerFlags, buildTime };
  if (versionArguments === undefined) {
    return { ...common, alternative: "copy the folder tools/ of the cache from a machine that has built it" };
  }
  return {
    ...common,
    installed: {
      versionArguments,
      accepts: (found) => found.major === version.major && found.minor === version.minor && compareVersions(found, version) >= 0,
      // The convention of controller-runtime's envtest for where a control plane is.
      folderVariable: "KUBEBUILDER_ASSETS",
    },
    alternative: `put ${name} ${formatVersion(version)} on the PATH or into $KUBEBUILDER_ASSETS`,
  };
}

/** Flags that set variables of the program, such as the version that it says; a program ignores those that it lacks. */
export function setVariables(variables: Readonly<Record<string, string>>): readonly string[] {
  return ["-s", "-w", ...Object.entries(variables).flatMap(([name, value]) => ["-X", `${name}=${value}`])];
}
