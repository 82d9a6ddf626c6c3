import { renderChart } from "../../toolchain/render-chart";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import type { ControllerContext } from "./controller-context";
import { parseManifests } from "./manifests";

export interface ControllerChart {
  /** Folder of the chart. */
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  /** Default: those of the chart. */
  readonly values?: unknown;
}

/** What a controller's own chart makes on this control plane. */
export async function renderControllerChart(
  { controlPlane, environment, stream }: ControllerContext,
  { path, ...release }: ControllerChart,
): Promise<readonly KubernetesObject[]> {
  const { kubernetesVersion } = controlPlane;
  return parseManifests(await renderChart({ ...release, chart: path, kubernetesVersion }, environment, stream));
}

const permissionKinds: ReadonlySet<string> = new Set(["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]);

/** The part of a chart that lets its controllers do what they do. */
export function permissionsOf(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects.filter(({ kind }) => permissionKinds.has(kind));
}
