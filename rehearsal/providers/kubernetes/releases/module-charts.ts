import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isMap, isSeq, parseDocument } from "yaml";
import { descheduler, helm, kyvernoAdmissionController, vpaRecommender } from "../../../../toolchain/controllers";
import { ensureTool } from "../../../../toolchain/ensure-tool";
import { kedaOperator } from "../../../../toolchain/keda";
import { moduleFiles } from "../../../../toolchain/module-files";
import type { ProgressStream } from "../../../../toolchain/progress";
import type { Environment, GoTool } from "../../../../toolchain/tool";
import type { KubernetesObject } from "../../../cluster/cluster-api";
import { parseManifests, readManifests } from "../../../controllers/manifests";
import type { Charts, ReleaseArgs } from "./charts";

/** Where a chart lies inside the Go module of its controller. */
interface ModuleChart {
  readonly tool: GoTool;
  /** Absent where the module has definitions only. */
  readonly path?: string;
  /** Definitions that the chart itself takes from a chart on the network. */
  readonly definitions?: string;
}

const moduleCharts: Readonly<Record<string, ModuleChart>> = {
  descheduler: { tool: descheduler, path: "charts/descheduler" },
  keda: { tool: kedaOperator, definitions: "config/crd/bases" },
  kyverno: { tool: kyvernoAdmissionController, path: "charts/kyverno", definitions: "config/crds/policies.kyverno.io" },
  "vertical-pod-autoscaler": { tool: vpaRecommender, path: "charts/vertical-pod-autoscaler" },
};

export interface ModuleChartsOptions {
  readonly environment: Environment;
  /** What the charts are told that the cluster is: `1.35.4`. */
  readonly kubernetesVersion: string;
  /** Where the build of helm says how far it is. Default: stderr. */
  readonly stream?: ProgressStream;
}

/**
 * The charts that controllers ship in their Go modules, and local ones, rendered by the pinned helm. The version is the
 * one of the module, whatever the release asks for: what is rehearsed is that it comes up, not which patch it is.
 */
export function chartsOfModules({ environment, kubernetesVersion, stream }: ModuleChartsOptions): Charts {
  const definitionsOf = async (chart: string): Promise<readonly KubernetesObject[]> => {
    const { tool, definitions } = moduleCharts[chart] ?? {};
    return tool === undefined || definitions === undefined ? [] : readManifests(await moduleFiles(tool, definitions, environment));
  };
  return {
    definitionsOf,
    render: async (release) => {
      const folder = await chartFolder(release.chart, environment);
      if (folder === undefined) {
        return undefined;
      }
      const { path } = await ensureTool(helm, environment, stream);
      const rendered = await render(path, folder, release, kubernetesVersion);
      return release.skipCrds ? rendered : [...(await definitionsOf(release.chart)), ...rendered];
    },
  };
}

async function chartFolder(chart: string, environment: Environment): Promise<string | undefined> {
  if (/^\.{0,2}\//.test(chart)) {
    return existsSync(join(chart, "Chart.yaml")) ? chart : undefined;
  }
  const { tool, path } = moduleCharts[chart] ?? {};
  return tool === undefined || path === undefined ? undefined : moduleFiles(tool, path, environment);
}

const run = promisify(execFile);
const longestOutputBytes = 64 * 1024 * 1024;

/** @throws Error in Helm's words when the chart refuses its values. */
async function render(
  program: string,
  chart: string,
  { name, namespace, values, skipCrds }: ReleaseArgs,
  kubernetesVersion: string,
): Promise<readonly KubernetesObject[]> {
  const folder = mkdtempSync(join(tmpdir(), "berth-chart-"));
  try {
    const copy = join(folder, "chart");
    cpSync(chart, copy, { recursive: true });
    leaveOutMissingDependencies(copy);
    const valuesFile = join(folder, "values.json");
    writeFileSync(valuesFile, JSON.stringify(values));
    const common = [`--namespace=${namespace}`, `--kube-version=${kubernetesVersion}`, `--values=${valuesFile}`];
    const { stdout } = await run(program, ["template", name, copy, ...common, "--no-hooks", ...(skipCrds ? [] : ["--include-crds"])], {
      maxBuffer: longestOutputBytes,
    }).catch((error: unknown) => {
      throw new Error(`helm cannot render ${name}: ${messageOf(error)}`);
    });
    return parseManifests(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Subcharts that a release would fetch from the network: a module does not ship them, and helm renders nothing without. */
function leaveOutMissingDependencies(chart: string): void {
  const file = join(chart, "Chart.yaml");
  const document = parseDocument(readFileSync(file, "utf8"));
  const dependencies = document.get("dependencies");
  if (isSeq(dependencies)) {
    dependencies.items = dependencies.items.filter((item) => isMap(item) && existsSync(join(chart, "charts", String(item.get("name")))));
    writeFileSync(file, document.toString());
    rmSync(join(chart, "Chart.lock"), { force: true });
  }
}

function messageOf(error: unknown): string {
  const text = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr) : String(error);
  return text.trim();
}
