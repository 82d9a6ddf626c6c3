import { ensureTools } from "./ensure-tools";
import type { FoundTool } from "./find-tool";
import type { ProgressStream } from "./progress";
import type { Environment, GoTool } from "./tool";

/**
 * Finds a tool, or builds it and keeps it in the cache. Says on stderr what takes long.
 *
 * @throws UserError when it has to be built and cannot be.
 */
export async function ensureTool(tool: GoTool, environment: Environment, stream?: ProgressStream): Promise<FoundTool> {
  const found = (await ensureTools([tool], environment, stream)).get(tool);
  if (found === undefined) {
    throw new Error(`${tool.name} is neither found nor built`);
  }
  return found;
}
