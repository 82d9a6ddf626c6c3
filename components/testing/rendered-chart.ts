import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { findGo, goSettings } from "../../toolchain/go";
import { renderChart as renderWithHelm } from "../../toolchain/render-chart";
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
  const { name, namespace, values } = release;
  const wanted = { chart, name, namespace, values, kubernetesVersion: "1.35.4", apiVersions: ["monitoring.coreos.com/v1"] };
  const documents: readonly unknown[] = parseAllDocuments(await renderWithHelm(wanted, environment)).map(
    (document) => document.toJS() as unknown,
  );
  return {
    objects: documents.filter((document) => document !== null).map((document) => objectSchema.parse(document)),
    unknownValues: unknownValues(values, parse(readFileSync(join(chart, "values.yaml"), "utf8"))),
  };
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
