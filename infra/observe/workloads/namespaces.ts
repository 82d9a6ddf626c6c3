import type { NamespaceRow, WorkloadRow } from "../../workloads/schema";
import { effectiveSpec, type ObservedWorkload } from "../owners/observed-workload";
import { tierOfNamespace } from "./tier";
import { toleratesControlPlane } from "./tolerations";

/**
 * A row for each namespace with a workload. Core are those of which some workload tolerates the control plane's taint,
 * other than by a DaemonSet: an agent that runs on every node says nothing about its neighbours. A namespace of
 * DaemonSets alone is core when all of them tolerate it; one with a DaemonSet that keeps off the control plane never is,
 * since being core would send that one there too.
 */
export function namespacesOf(workloads: readonly ObservedWorkload[], rows: readonly WorkloadRow[]): readonly NamespaceRow[] {
  const byNamespace = Map.groupBy(workloads, ({ namespace }) => namespace);
  return [...byNamespace]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, here]) => {
      const tier = tierOfNamespace(name, {
        priorityClasses: here.map((workload) => effectiveSpec(workload)?.priorityClassName ?? ""),
        usesGpu: rows.some(({ namespace, gpu }) => namespace === name && gpu !== undefined),
      });
      return { name, tier, ...(isCore(here) ? { core: true } : {}) };
    });
}

function isCore(workloads: readonly ObservedWorkload[]): boolean {
  const agents = workloads.filter(({ kind }) => kind === "DaemonSet");
  const others = workloads.filter(({ kind }) => kind !== "DaemonSet");
  return (
    agents.every(toleratesControlPlane) &&
    (others.length === 0 || others.some((other) => other.kind === "StaticPod" || toleratesControlPlane(other)))
  );
}
