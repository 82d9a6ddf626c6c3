import { existsSync } from "node:fs";
import { join } from "node:path";
import { descheduler, kyvernoAdmissionController, vpaRecommender } from "../../../../toolchain/controllers";
import { kedaOperator } from "../../../../toolchain/keda";
import { moduleFiles } from "../../../../toolchain/module-files";
import type { ProgressStream } from "../../../../toolchain/progress";
import { renderChart } from "../../../../toolchain/render-chart";
import type { Environment, GoTool } from "../../../../toolchain/tool";
import type { KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import { parseManifests, readManifests } from "../../../controllers/manifests";
import type { Charts } from "./charts";

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
      const { name, namespace, values, skipCrds } = release;
      const wanted = { chart: folder, name, namespace, values, kubernetesVersion, includeCrds: !skipCrds };
      const rendered = parseManifests(await renderChart(wanted, environment, stream));
      return skipCrds ? rendered : [...(await definitionsOf(release.chart)), ...rendered];
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
