import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { z } from "zod";
import { helm } from "./controllers";
import { ensureTool } from "./ensure-tool";
import type { ProgressStream } from "./progress";
import type { Environment } from "./tool";

export interface ChartRelease {
  /** Folder of the chart. */
  readonly chart: string;
  readonly name: string;
  readonly namespace: string;
  /** Default: those of the chart. */
  readonly values?: unknown;
  /** What the chart is told that the cluster is: `1.35.4`. */
  readonly kubernetesVersion: string;
  /** Kinds that the chart is told that the cluster has beside its own, such as `monitoring.coreos.com/v1`. Default: none. */
  readonly apiVersions?: readonly string[];
  /** Whether the folder `crds` of the chart comes too. Default false. */
  readonly includeCrds?: boolean;
}

const run = promisify(execFile);
const longestOutputBytes = 64 * 1024 * 1024;

/**
 * What the pinned helm makes of a chart, as YAML, without its hooks.
 *
 * @throws Error in Helm's words when the chart refuses its values; UserError when helm has to be built and cannot be.
 */
export async function renderChart(release: ChartRelease, environment: Environment, stream?: ProgressStream): Promise<string> {
  const { path } = await ensureTool(helm, environment, stream);
  const folder = mkdtempSync(join(tmpdir(), "berth-chart-"));
  try {
    const values = join(folder, "values.json");
    writeFileSync(values, JSON.stringify(release.values ?? {}));
    const args = [
      "template",
      release.name,
      copyWithoutMissingParts(release.chart, join(folder, "chart")),
      `--namespace=${release.namespace}`,
      `--kube-version=${release.kubernetesVersion}`,
      ...(release.apiVersions ?? []).map((version) => `--api-versions=${version}`),
      `--values=${values}`,
      "--no-hooks",
      ...(release.includeCrds === true ? ["--include-crds"] : []),
    ];
    const { stdout } = await run(path, args, { maxBuffer: longestOutputBytes }).catch((error: unknown) => {
      throw new Error(`helm cannot render ${release.name}: ${messageOf(error)}`);
    });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const chartSchema = z.looseObject({ dependencies: z.array(z.looseObject({ name: z.string() })).default([]) });

/**
 * A chart in a controller's own module is not packaged: the charts that it is to contain and that other projects publish
 * are not there, and Helm refuses it even when its values leave them out.
 *
 * @returns where the copy is.
 */
function copyWithoutMissingParts(chart: string, target: string): string {
  cpSync(chart, target, { recursive: true });
  const description = join(target, "Chart.yaml");
  const { dependencies, ...rest } = chartSchema.parse(parse(readFileSync(description, "utf8")));
  const present = dependencies.filter(({ name }) => existsSync(join(target, "charts", name)));
  // JSON is YAML. Files of Go's module cache are read-only, and so are their copies.
  rmSync(description);
  writeFileSync(description, JSON.stringify({ ...rest, dependencies: present }));
  rmSync(join(target, "Chart.lock"), { force: true });
  return target;
}

function messageOf(error: unknown): string {
  const { stderr } = z
    .object({ stderr: z.string().default("") })
    .catch({ stderr: "" })
    .parse(error);
  return stderr.trim() || String(error);
}
