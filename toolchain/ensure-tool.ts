import { dirname } from "node:path";
import { buildTool } from "./build-tool";
import { withBuildLock } from "./build-lock";
import { findTool, type FoundTool } from "./find-tool";
import { requireGo } from "./go";
import { type ProgressStream, startProgress } from "./progress";
import { cachedPath, type Environment, type GoTool } from "./tool";
import { formatVersion } from "./version";

/**
 * Finds a tool, or builds it and keeps it in the cache. Says on stderr what takes long.
 *
 * @throws UserError when it has to be built and cannot be.
 */
export async function ensureTool(tool: GoTool, environment: Environment, stream: ProgressStream = process.stderr): Promise<FoundTool> {
  const { found, rejected } = await findTool(tool, environment);
  if (found !== undefined) {
    return found;
  }
  if (rejected !== undefined) {
    stream.write(`${tool.name}: ${rejected}\n`);
  }
  const go = await requireGo(tool, environment);
  const path = cachedPath(tool, environment);
  const onWait = (): void => {
    stream.write(`${tool.name} is being built by another process; waiting for it\n`);
  };
  return withBuildLock(`${dirname(dirname(path))}.lock`, onWait, async () => {
    // Another process may have built it while this one waited.
    const meanwhile = await findTool(tool, environment);
    if (meanwhile.found !== undefined) {
      return meanwhile.found;
    }
    const progress = startProgress({ title: `building ${tool.name} ${formatVersion(tool.version)}`, estimate: tool.estimate, stream });
    try {
      await buildTool(tool, go, path, environment, progress);
    } finally {
      progress.done();
    }
    return { path, version: tool.version, source: "cache" };
  });
}
