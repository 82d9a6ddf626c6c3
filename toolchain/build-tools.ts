import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../infra/diagnostics/user-error";
import { type Go, goSettings } from "./go";
import { outputOf } from "./run";
import { cachedPath, type Environment, type GoTool } from "./tool";
import { compareVersions, findVersion, formatVersion } from "./version";

const partialMarker = ".partial-";
/** A build that began so long ago and is still not in its place was cut off. */
const leftoverAge = 60 * 60 * 1000;

/** How much of a failed build's output is shown. */
const shownLines = 15;

export interface BuildOptions {
  /** How many packages to compile or programs to link at a time. Default: Go's own, one per core. */
  readonly jobs?: number;
  /** To be removed as well when a signal ends the build. */
  readonly lockPath: string;
  /** Says what is being done now. */
  readonly onStep: (text: string) => void;
}

/**
 * Builds tools into their places in the cache: all at once, so that what they have in common is compiled once while
 * another is being linked. Each finished folder is renamed into place, so that a build that is cut off leaves nothing
 * that looks finished.
 *
 * @param tools At least one; of one module, with the same flags. Only one process may build them at a time.
 * @throws UserError when Go refuses, with what it said.
 */
export async function buildTools(tools: readonly GoTool[], go: Go, environment: Environment, options: BuildOptions): Promise<void> {
  const [first] = tools;
  if (first === undefined) {
    return;
  }
  const folder = dirname(finishedFolder(first, environment));
  await removeLeftovers(folder);
  const partial = await mkdtemp(join(folder, `${first.name}${partialMarker}`));
  // Of several packages Go makes executables in a folder, each under the name of its package.
  const built = tools.map((tool) => join(partial, tools.length === 1 ? tool.name : executableName(tool.package)));
  const args = [
    "build",
    "-v",
    "-trimpath",
    ...(options.jobs === undefined ? [] : ["-p", String(options.jobs)]),
    ...withoutDebugInformation(first.linkerFlags),
    ...["-ldflags", first.linkerFlags.join(" ")],
    ...["-o", tools.length === 1 ? join(partial, first.name) : `${partial}/`],
    ...tools.map((tool) => tool.package),
  ];
  const build = spawn(go.path, args, {
    cwd: first.moduleDirectory,
    env: { ...environment, ...goSettings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stopWatching = cleanUpOnSignal(build, [partial, options.lockPath]);
  try {
    await followBuild(tools, build, options.onStep);
    options.onStep("checking the result");
    for (const [index, tool] of tools.entries()) {
      await putInPlace(tool, built[index] ?? "", environment);
    }
  } finally {
    stopWatching();
    await rm(partial, { recursive: true, force: true });
  }
}

/** What the linker is told to leave out need not be compiled: 6 % less to do. */
function withoutDebugInformation(linkerFlags: readonly string[]): readonly string[] {
  return linkerFlags.includes("-w") ? ["-gcflags=all=-dwarf=false"] : [];
}

/** `<cache>/tools/<key>`, where the executable is in `bin/`. */
function finishedFolder(tool: GoTool, environment: Environment): string {
  return dirname(dirname(cachedPath(tool, environment)));
}

/** As Go names it: the last part of the import path that is not a major version. */
export function executableName(importPath: string): string {
  const parts = importPath.split("/");
  return parts.findLast((part) => !/^v\d+$/.test(part)) ?? importPath;
}

async function putInPlace(tool: GoTool, executable: string, environment: Environment): Promise<void> {
  if (tool.installed !== undefined) {
    const version = findVersion((await outputOf(executable, tool.installed.versionArguments, { environment })) ?? "");
    if (version === undefined || compareVersions(version, tool.version) !== 0) {
      throw new Error(`the ${tool.name} just built does not report version ${formatVersion(tool.version)}`);
    }
  }
  const staged = `${executable}${partialMarker}folder`;
  await mkdir(join(staged, "bin"), { recursive: true });
  await rename(executable, join(staged, "bin", tool.name));
  const finished = finishedFolder(tool, environment);
  await rm(finished, { recursive: true, force: true });
  await rename(staged, finished);
}

async function removeLeftovers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.includes(partialMarker) && Date.now() - (await stat(path)).mtimeMs > leftoverAge) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function followBuild(tools: readonly GoTool[], build: ChildProcess, onStep: (text: string) => void): Promise<void> {
  const names = tools.map(({ name }) => name).join(", ");
  const lastLines: string[] = [];
  let downloaded = 0;
  let compiled = 0;
  onStep("reading modules");
  if (build.stderr !== null) {
    createInterface({ input: build.stderr }).on("line", (line) => {
      lastLines.push(line);
      lastLines.splice(0, lastLines.length - shownLines);
      if (line.startsWith("go: downloading ")) {
        downloaded += 1;
        onStep(`downloading modules (${downloaded})`);
      } else if (!line.startsWith("go: ")) {
        compiled += 1;
        onStep(`compiling (${compiled} packages), now ${line.split("/").slice(-3).join("/")}`);
      }
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    build.once("error", reject);
    build.once("close", resolve);
  });
  if (code !== 0) {
    const alternatives = [...new Set(tools.map(({ alternative }) => alternative))].join("; or ");
    throw new UserError(
      `${names} could not be built (go build ended with ${code ?? "a signal"})\n${lastLines.map((line) => `    ${line}`).join("\n")}\n  fix: if modules could not be downloaded, check GOPROXY and the network and run it again: what is built is kept; or ${alternatives}`,
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
