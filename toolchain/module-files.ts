import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { UserError } from "../infra/diagnostics/user-error";
import { cacheDirectory } from "./cache-directory";
import { goSettings, requireGo } from "./go";
import { outputOf } from "./run";
import { type Environment, type GoTool, moduleOf } from "./tool";

/** Downloading one module: the largest is some 40 MB. */
const downloadTimeout = 5 * 60 * 1000;

const downloadSchema = z.object({ Dir: z.string() });

/**
 * A file or folder out of a tool's Go module, such as its custom resource definitions or its chart: of the version that
 * the tool is built from. It is copied beside the built tools, so that a later run needs neither Go nor network.
 *
 * @param path Inside the module, such as `config/crd/bases`.
 * @returns where the copy is; it can be read, and may not be changed.
 * @throws UserError when it has to be fetched and cannot be; Error when the module has no such path.
 */
export async function moduleFiles(tool: GoTool, path: string, environment: Environment): Promise<string> {
  const module = moduleOf(tool);
  const key = `${module.path}@${module.version}`.replaceAll("/", "_");
  const target = join(cacheDirectory(environment), "module-files", key, path.replaceAll("/", "_"));
  if (existsSync(target)) {
    return target;
  }
  const source = join(await moduleFolder(tool, module.path, environment), path);
  if (!existsSync(source)) {
    throw new Error(`${module.path} ${module.version} has no ${path}`);
  }
  await mkdir(dirname(target), { recursive: true });
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    await copy(source, join(partial, "copy"));
    await rename(join(partial, "copy"), target);
  } catch (error) {
    // Another process may have put it there meanwhile; then that one is as good.
    if (!existsSync(target)) {
      throw error;
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

/** Where Go keeps the module, which it fetches if it has to. */
async function moduleFolder(tool: GoTool, modulePath: string, environment: Environment): Promise<string> {
  const go = await requireGo([tool], environment);
  const output = await outputOf(go.path, ["mod", "download", "-json", modulePath], {
    environment: { ...environment, ...goSettings },
    cwd: tool.moduleDirectory,
    timeout: downloadTimeout,
  });
  if (output === undefined) {
    throw new UserError(`the Go module ${modulePath} could not be downloaded\n  fix: check GOPROXY and the network and run it again`);
  }
  return downloadSchema.parse(JSON.parse(output)).Dir;
}

/** Go keeps modules read-only; a copy that is could not be removed. */
async function copy(source: string, target: string): Promise<void> {
  if (!(await stat(source)).isDirectory()) {
    await writeFile(target, await readFile(source));
    return;
  }
  await mkdir(target);
  for (const name of await readdir(source)) {
    await copy(join(source, name), join(target, name));
  }
}
