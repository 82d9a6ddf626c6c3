import { execFile } from "node:child_process";
import { join } from "node:path";
import { ensureTool } from "./ensure-tool";
import type { ProgressStream } from "./progress";
import { type BuildTime, type Environment, type GoTool, requiredVersion } from "./tool";
import { compareVersions, formatVersion } from "./version";

/** A Go program of ours around a library: it reads a request from standard input and answers on standard output. */
export interface OwnProgram {
  readonly name: string;
  /** Its folder in toolchain/. */
  readonly folder: string;
  /** The Go module whose version is the program's. */
  readonly library: string;
  readonly buildTime: BuildTime;
}

/** The program as a tool that is found or built: only the very version that is required will do. */
export function ownProgram({ name, folder, library, buildTime }: OwnProgram): GoTool {
  const moduleDirectory = join(__dirname, folder);
  const version = requiredVersion(moduleDirectory, library);
  return {
    name,
    version,
    moduleDirectory,
    package: ".",
    linkerFlags: ["-s", "-w"],
    installed: { versionArguments: ["version"], accepts: (found) => compareVersions(found, version) === 0 },
    buildTime,
    alternative: `put ${name} ${formatVersion(version)}, built elsewhere from toolchain/${folder}, on the PATH`,
  };
}

/**
 * What the program answers to a request; it is built first where that is needed.
 *
 * @param limits What it may take. Default: as long as it likes, and Node's limit of output.
 * @throws UserError when the program has to be built and cannot be; Error when it refuses the request.
 */
export async function askProgram(
  tool: GoTool,
  request: unknown,
  environment: Environment,
  stream: ProgressStream | undefined,
  limits: { readonly timeout?: number; readonly maxBuffer?: number },
): Promise<unknown> {
  const { path } = await ensureTool(tool, environment, stream);
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(path, [], limits, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(`${tool.name} failed: ${stderr.trim()}`, { cause: error }));
      }
    });
    child.stdin?.end(JSON.stringify(request));
  });
  return JSON.parse(output);
}
