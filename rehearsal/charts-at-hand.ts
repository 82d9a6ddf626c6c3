import { descheduler, karpenterKwok, kyvernoCli, vpaRecommender } from "../toolchain/controllers";
import { kedaOperator } from "../toolchain/keda";
import { moduleFiles } from "../toolchain/module-files";
import type { GoTool } from "../toolchain/tool";
import type { ControllerContext } from "./controllers/controller-context";
import { readManifests } from "./controllers/manifests";
import { renderChart } from "./controllers/render-chart";
import type { Charts } from "./providers/kubernetes/releases/charts";

interface FromModule {
  /** What its Go module builds. */
  readonly tool: GoTool;
  /** Folder of the module. */
  readonly folder: string;
}

/** Charts that lie in their controller's own Go module, by name. */
const charts: Readonly<Record<string, FromModule>> = {
  descheduler: { tool: descheduler, folder: "charts/descheduler" },
  kyverno: { tool: kyvernoCli, folder: "charts/kyverno" },
  "vertical-pod-autoscaler": { tool: vpaRecommender, folder: "charts/vertical-pod-autoscaler" },
};

/** Custom resource definitions of charts that are not at hand, from the modules of what they install. */
const definitions: Readonly<Record<string, readonly FromModule[]>> = {
  keda: [{ tool: kedaOperator, folder: "config/crd/bases" }],
  karpenter: [{ tool: karpenterKwok, folder: "pkg/apis/crds" }],
};

/** The charts and definitions that can be had from Go modules, at the versions that the toolchain pins. */
export function chartsAtHand(context: ControllerContext): Charts {
  const { environment } = context;
  return {
    render: async ({ name, namespace, chart, values, skipCrds }) => {
      const found = charts[nameOf(chart)];
      return found === undefined
        ? undefined
        : renderChart(context, {
            path: await moduleFiles(found.tool, found.folder, environment),
            name,
            namespace,
            values,
            includeCrds: !skipCrds,
          });
    },
    definitionsOf: async (chart) => {
      const folders = await Promise.all(
        (definitions[nameOf(chart)] ?? []).map(async ({ tool, folder }) => moduleFiles(tool, folder, environment)),
      );
      return folders.flatMap(readManifests);
    },
  };
}

/** `keda` of `oci://ghcr.io/kedacore/charts/keda`. */
function nameOf(chart: string): string {
  return chart.slice(chart.lastIndexOf("/") + 1);
}
