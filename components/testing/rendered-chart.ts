import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { helm } from "../../toolchain/controllers";
import { ensureTool } from "../../toolchain/ensure-tool";
import { findGo, goSettings } from "../../toolchain/go";
import { outputOf } from "../../toolchain/run";

/** A chart that lies in the Go module of what it installs. */
export interface ModuleChart {
  readonly module: string;
  /** With the leading `v`. */
  readonly version: string;
  /** The chart's folder in the module. */
  readonly path: string;
}

const objectSchema = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });
const mapSchema = z.record(z.string(), z.unknown());

export type RenderedObject = z.output<typeof objectSchema>;

export interface RenderedChart {
  readonly objects: readonly RenderedObject[];
  /** Paths of values that the chart has no default for, and so most likely does not read. */
  readonly unknownValues: readonly string[];
}

const minutes = 60_000;

/** What Helm makes of a chart with some values, as it would on a cluster that has the Prometheus operator's kinds. */
export async function renderChart(
  { module, version, path }: ModuleChart,
  release: { readonly name: string; readonly namespace: string; readonly values: unknown },
): Promise<RenderedChart> {
  const environment = process.env;
  const go = await findGo(environment);
  const downloaded = await outputOf(go?.path ?? "go", ["mod", "download", "-json", `${module}@${version}`], {
    environment: { ...environment, ...goSettings },
    cwd: tmpdir(),
    timeout: 5 * minutes,
  });
  if (downloaded === undefined) {
    throw new Error(`${module} ${version} cannot be downloaded`);
  }
  const chart = join(z.object({ Dir: z.string() }).parse(JSON.parse(downloaded)).Dir, path);
  const folder = mkdtempSync(join(tmpdir(), "berth-chart-"));
  try {
    const file = join(folder, "values.json");
    writeFileSync(file, JSON.stringify(release.values));
    const { path: executable } = await ensureTool(helm, environment);
    const args = ["template", release.name, chart, `--namespace=${release.namespace}`, `--values=${file}`, "--kube-version=1.35.4"];
    const output = await outputOf(executable, [...args, "--api-versions=monitoring.coreos.com/v1"], { environment, timeout: minutes });
    if (output === undefined) {
      throw new Error(`helm cannot render ${module}`);
    }
    const documents: readonly unknown[] = parseAllDocuments(output).map((document) => document.toJS() as unknown);
    return {
      objects: documents.filter((document) => document !== null).map((document) => objectSchema.parse(document)),
      unknownValues: unknownValues(release.values, parse(readFileSync(join(chart, "values.yaml"), "utf8"))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A map without entries is for the user to fill; what has entries names all that there are. */
function unknownValues(values: unknown, defaults: unknown, path = ""): readonly string[] {
  const [given, known] = [mapSchema.safeParse(values), mapSchema.safeParse(defaults)];
  if (!given.success || !known.success || Object.keys(known.data).length === 0) {
    return [];
  }
  return Object.entries(given.data).flatMap(([key, value]) =>
    Object.hasOwn(known.data, key) ? unknownValues(value, known.data[key], `${path}${key}.`) : [`${path}${key}`],
  );
}
