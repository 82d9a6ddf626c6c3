import { basename, join } from "node:path";
import { withBuildLock } from "./build-lock";
import { type Batch, batchesOf, describeBuild, describeEstimate, parallelism } from "./build-plan";
import { buildTools } from "./build-tools";
import { cacheDirectory } from "./cache-directory";
import { findTool, type FoundTool } from "./find-tool";
import { type Go, requireGo } from "./go";
import { type Progress, type ProgressStream, startProgress } from "./progress";
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
  const { builds, jobs } = parallelism(process.availableMemory());
  const progress = buildProgress(missing, stream);
  const buildModule = async (tools: readonly GoTool[], directory: string): Promise<void> => {
    const lockPath = join(cacheDirectory(environment), "tools", `${basename(directory)}.lock`);
    const onWait = (): void => {
      stream.write(`${namesOf(tools)}: another process is building, perhaps the same; waiting for it\n`);
    };
    await withBuildLock(lockPath, onWait, async () => {
      // Another process may have built them while this one waited.
      const found = await Promise.all(tools.map(async (tool) => ({ tool, found: (await findTool(tool, environment)).found })));
      for (const batch of batchesOf(found.filter((each) => each.found === undefined).map(({ tool }) => tool))) {
        const onStep = progress.start(batch);
        await buildTools(batch, go, environment, { lockPath, onStep, ...(jobs === undefined ? {} : { jobs }) });
        progress.end(batch);
      }
      for (const { tool, found: meanwhile } of found) {
        results.set(tool, meanwhile ?? { path: cachedPath(tool, environment), version: tool.version, source: "cache" });
      }
    });
  };
  try {
    const modules = [...Map.groupBy(missing, ({ moduleDirectory }) => moduleDirectory)];
    await inParallel(modules, builds, async ([directory, tools]) => buildModule(tools, directory));
  } finally {
    progress.done();
  }
  return results;
}

interface BuildProgress {
  /** @returns what is to be told the steps of the batch. */
  start(batch: Batch): (step: string) => void;
  end(batch: Batch): void;
  done(): void;
}

/** One progress for all that is built, begun with the first that is: while another process builds there is none. */
function buildProgress(missing: readonly GoTool[], stream: ProgressStream): BuildProgress {
  const steps = new Map<Batch, string>();
  let progress: Progress | undefined;
  const show = (): void => {
    progress ??= startProgress({ title: describeBuild(missing), estimate: describeEstimate(missing), stream });
    const texts = [...steps].map(([batch, step]) => (batch.length === missing.length ? step : `${namesOf(batch)}: ${step}`));
    progress.step(texts.join(" | "));
  };
  return {
    start: (batch) => (step) => {
      steps.set(batch, step);
      show();
    },
    end: (batch) => {
      steps.delete(batch);
    },
    done: () => {
      progress?.done();
    },
  };
}

function namesOf(tools: readonly GoTool[]): string {
  return tools.map(({ name }) => name).join(", ");
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
