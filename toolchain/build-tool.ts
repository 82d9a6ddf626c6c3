import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../infra/diagnostics/user-error";
import { type Go, goSettings } from "./go";
import type { Progress } from "./progress";
import { outputOf } from "./run";
import type { Environment, GoTool } from "./tool";
import { compareVersions, findVersion } from "./version";

const partialMarker = ".partial-";
/** A build that began so long ago and is still not in its place was cut off. */
const leftoverAge = 60 * 60 * 1000;

/** How much of a failed build's output is shown. */
const shownLines = 15;

/**
 * Builds a tool into its place in the cache. The finished folder is renamed into place, so that a build that is cut off
 * leaves nothing that looks finished.
 *
 * @param target Where the executable is to be: `<cache>/tools/<key>/bin/<name>`. Only one process may build it at a time.
 * @throws UserError when Go refuses, with what it said.
 */
export async function buildTool(tool: GoTool, go: Go, target: string, environment: Environment, progress: Progress): Promise<void> {
  const finished = dirname(dirname(target));
  await removeLeftovers(finished);
  const partial = await mkdtemp(`${finished}${partialMarker}`);
  const executable = join(partial, "bin", tool.name);
  const args = ["build", "-v", "-trimpath", "-ldflags", tool.linkerFlags.join(" "), "-o", executable, tool.package];
  const build = spawn(go.path, args, {
    cwd: tool.moduleDirectory,
    env: { ...environment, ...goSettings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stopWatching = cleanUpOnSignal(build, [partial, `${finished}.lock`]);
  try {
    await followBuild(tool, build, progress);
    progress.step("checking the result");
    const version = findVersion((await outputOf(executable, tool.versionArguments, { environment })) ?? "");
    if (version === undefined || compareVersions(version, tool.version) !== 0) {
      throw new Error(
        `the ${tool.name} just built does not report version ${tool.version.major}.${tool.version.minor}.${tool.version.patch}`,
      );
    }
    await rm(finished, { recursive: true, force: true });
    await rename(partial, finished);
  } finally {
    stopWatching();
    await rm(partial, { recursive: true, force: true });
  }
}

async function removeLeftovers(finished: string): Promise<void> {
  const folder = dirname(finished);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.startsWith(`${basename(finished)}${partialMarker}`) && Date.now() - (await stat(path)).mtimeMs > leftoverAge) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function followBuild(tool: GoTool, build: ChildProcess, progress: Progress): Promise<void> {
  const lastLines: string[] = [];
  let downloaded = 0;
  let compiled = 0;
  progress.step("reading modules");
  if (build.stderr !== null) {
    createInterface({ input: build.stderr }).on("line", (line) => {
      lastLines.push(line);
      lastLines.splice(0, lastLines.length - shownLines);
      if (line.startsWith("go: downloading ")) {
        downloaded += 1;
        progress.step(`downloading modules (${downloaded})`);
      } else if (!line.startsWith("go: ")) {
        compiled += 1;
        progress.step(`compiling (${compiled} packages), now ${line.split("/").slice(-3).join("/")}`);
      }
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    build.once("error", reject);
    build.once("close", resolve);
  });
  if (code !== 0) {
    throw new UserError(
      `${tool.name} could not be built (go build ended with ${code ?? "a signal"})\n${lastLines.map((line) => `    ${line}`).join("\n")}\n  fix: if modules could not be downloaded, check GOPROXY and the network and run it again: what is built is kept; or ${tool.alternative}`,
    );
  }
}

/** Ends the build with us and takes its folder away: a signal would otherwise leave both. */
function cleanUpOnSignal(build: ChildProcess, paths: readonly string[]): () => void {
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  const handlers = signals.map((signal) => {
    const handler = (): void => {
      build.kill("SIGTERM");
      for (const path of paths) {
        rmSync(path, { recursive: true, force: true });
      }
      stopWatching();
      process.kill(process.pid, signal);
    };
    process.once(signal, handler);
    return { signal, handler };
  });
  function stopWatching(): void {
    for (const { signal, handler } of handlers) {
      process.off(signal, handler);
    }
  }
  return stopWatching;
}
