import type { Workload } from "../../workloads/workload";

/** Namespaces with something that may burst, in order: in mode `federation` they are opened to the other cluster. */
export function offloadedNamespaces(workloads: readonly Pick<Workload, "namespace" | "burst">[]): readonly string[] {
  return [...new Set(workloads.flatMap(({ namespace, burst }) => (burst === undefined ? [] : [namespace])))].sort();
}
