import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { helm } from "../../toolchain/controllers";
import { ensureTool } from "../../toolchain/ensure-tool";
import type { KubernetesObject } from "../cluster/cluster-api";
import type { ControllerContext } from "./controller-context";
import { parseManifests } from "./manifests";

export interface ChartRelease {
  /** Folder of the chart. */
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  /** Default: those of the chart. */
  readonly values?: unknown;
  /** Whether its custom resource definitions come too. Default false. */
  readonly includeCrds?: boolean;
}

/**
 * What Helm would make of a chart on this control plane, without its hooks.
 *
 * @throws Error in Helm's words when the chart refuses its values.
 */
export async function renderChart(context: ControllerContext, release: ChartRelease): Promise<readonly KubernetesObject[]> {
  const { controlPlane, environment, stream } = context;
  const { path } = await ensureTool(helm, environment, stream);
  const folder = mkdtempSync(join(controlPlane.folder, "chart-"));
  try {
    const values = join(folder, "values.json");
    writeFileSync(values, JSON.stringify(release.values ?? {}));
    const { exitCode, stdout, stderr } = await controlPlane.runOnce({
      name: "helm",
      path,
      args: [
        "template",
        release.name,
        copyWithoutMissingParts(release.path, join(folder, "chart")),
        `--namespace=${release.namespace}`,
        `--kube-version=${controlPlane.kubernetesVersion}`,
        `--values=${values}`,
        "--no-hooks",
        ...(release.includeCrds === true ? ["--include-crds"] : []),
      ],
    });
    if (exitCode !== 0) {
      throw new Error(`helm cannot render ${release.name}: ${stderr.trim()}`);
    }
    return parseManifests(stdout);
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
  // JSON is YAML.
  writeFileSync(description, JSON.stringify({ ...rest, dependencies: present }));
  rmSync(join(target, "Chart.lock"), { force: true });
  return target;
}

const permissionKinds: ReadonlySet<string> = new Set(["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]);

/** The part of a chart that lets its controllers do what they do. */
export function permissionsOf(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects.filter(({ kind }) => permissionKinds.has(kind));
}
