import type { Workload } from "../../../../infra/workloads/workload";
import type { RenderedObject } from "./releases";

/**
 * Which workloads of the tables a rehearsal has to play, so that each runs once: those that Berth does not deploy, and
 * that no chart brings which is rendered here. What a rendered chart brings is that chart's; the workloads of a release
 * that is only recorded are played like any other.
 *
 * @param rendered From {@link KubernetesOnCluster.renderedObjects}, after a preview or an update.
 */
export function playedWorkloads<Row extends Pick<Workload, "kind" | "namespace" | "name" | "managedBy">>(
  workloads: readonly Row[],
  rendered: readonly Pick<RenderedObject, "kind" | "namespace" | "name">[],
): readonly Row[] {
  const owned = new Set(rendered.map(({ kind, namespace, name }) => `${kind} ${namespace ?? ""}/${name}`));
  return workloads.filter(({ kind, namespace, name, managedBy }) => managedBy !== "berth" && !owned.has(`${kind} ${namespace}/${name}`));
}
