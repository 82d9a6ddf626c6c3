import { basename, join } from "node:path";
import { withBuildLock } from "./build-lock";
import { type Batch, batchesOf, describeBuild, describeEstimate, parallelism } from "./build-plan";
import { buildTools } from "./build-tools";
import { cacheDirectory } from "./cache-directory";
import { findTool, type FoundTool } from "./find-tool";
import { type Go, requireGo } from "./go";
import { type ProgressStream, startProgress } from "./progress";
import { cachedPath, type Environment, type GoTool } from "./tool";

/**
 * Finds tools, or builds those that are missing and keeps them in the cache: what comes from one Go module at once, and
 * two modules at a time where memory allows. Says on stderr what takes long.
 *
 * @returns where each is.
 * @throws UserError when something has to be built and cannot be; it names all that is missing.
 */
export async function ensureTools(
  tools: readonly GoTool[],
  environment: Environment,
  stream: ProgressStream = process.stderr,
): Promise<ReadonlyMap<GoTool, FoundTool>> {
  const results = new Map<GoTool, FoundTool>();
  const missing: GoTool[] = [];
  for (const tool of new Set(tools)) {
    const { found, rejected } = await findTool(tool, environment);
    if (rejected !== undefined && found === undefined) {
      stream.write(`${tool.name}: ${rejected}\n`);
    }
    if (found === undefined) {
      missing.push(tool);
    } else {
      results.set(tool, found);
    }
  }
  if (missing.length > 0) {
    const go = await requireGo(missing, environment);
    for (const [tool, found] of await buildMissing(missing, go, environment, stream)) {
      results.set(tool, found);
    }
  }
  return results;
}

async function buildMissing(
  missing: readonly GoTool[],
  go: Go,
  environment: Environment,
  stream: ProgressStream,
): Promise<ReadonlyMap<GoTool, FoundTool>> {
  const results = new Map<GoTool, FoundTool>();
  const steps = new Map<Batch, string>();
  const { builds, jobs } = parallelism(process.availableMemory());
  const progress = lazily(() => startProgress({ title: describeBuild(missing), estimate: describeEstimate(missing), stream }));
  const show = (batch: Batch, text: string | undefined): void => {
    if (text === undefined) {
      steps.delete(batch);
    } else {
      steps.set(batch, missing.length === batch.length ? text : `${batch.map(({ name }) => name).join(", ")}: ${text}`);
    }
    progress.get().step([...steps.values()].join(" | "));
  };
  const build = async (batch: Batch): Promise<void> => {
    const lockPath = join(cacheDirectory(environment), "tools", `${basename(batch[0]?.moduleDirectory ?? "")}.lock`);
    const onWait = (): void => {
      const names = batch.map(({ name }) => name).join(", ");
      stream.write(`${names}: another process is building, perhaps the same; waiting for it\n`);
    };
    await withBuildLock(lockPath, onWait, async () => {
      // Another process may have built them while this one waited.
      const found = await Promise.all(batch.map(async (tool) => ({ tool, ...(await findTool(tool, environment)) })));
      const toBuild = found.filter((each) => each.found === undefined).map(({ tool }) => tool);
      if (toBuild.length > 0) {
        show(batch, "starting");
        const onStep = (text: string): void => {
          show(batch, text);
        };
        await buildTools(toBuild, go, environment, { lockPath, onStep, ...(jobs === undefined ? {} : { jobs }) });
        show(batch, undefined);
      }
      for (const { tool, found: meanwhile } of found) {
        results.set(tool, meanwhile ?? { path: cachedPath(tool, environment), version: tool.version, source: "cache" });
      }
    });
  };
  try {
    await inParallel(batchesOf(missing), builds, build);
  } finally {
    progress.existing()?.done();
  }
  return results;
}

/** Works on all of them, so many at a time; after a failure what has begun is ended, and nothing more is begun. */
async function inParallel<Item>(items: readonly Item[], limit: number, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && failures.length === 0; item = waiting.shift()) {
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) {
    throw failures[0];
  }
}

function lazily<Value>(make: () => Value): { get(): Value; existing(): Value | undefined } {
  let value: Value | undefined;
  return { get: () => (value ??= make()), existing: () => value };
}
