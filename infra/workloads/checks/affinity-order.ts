import type { Finding } from "../../diagnostics/finding";
import { defaultPodLabels } from "../pod-labels";
import { selectedPods } from "../selected-pods";
import { idOf, pathOf, type WorkloadCheck } from "./check";

/**
 * What must run near other pods has some that can run before it. The scheduler places a pod whose terms nothing meets yet
 * only when it meets all of them itself, so workloads that wait for each other in a circle wait for ever.
 */
export const checkAffinityOrder: WorkloadCheck = ({ workloads, workloadIds }) => {
  const pods = workloads.map((row) => ({ id: idOf(row), namespace: row.namespace, podLabels: row.podLabels ?? defaultPodLabels(row) }));
  const awaited = new Map(
    workloads.map((row) => {
      const terms = row.podAffinity.map((term) => selectedPods(term, row.namespace, pods).map(({ id }) => id));
      const company = workloadIds.filter((id) => id === row.colocateWith);
      // A term that selects nothing is another check's finding.
      return [idOf(row), [...terms, company].filter((selected) => selected.length > 0)];
    }),
  );
  // What a row that is wrong waits for is not known.
  const startable = new Set(workloadIds.filter((id) => !awaited.has(id)));
  for (let size = -1; size < startable.size;) {
    size = startable.size;
    for (const [id, terms] of awaited) {
      const isFirst = terms.every((selected) => selected.includes(id));
      if (isFirst || terms.every((selected) => selected.some((other) => startable.has(other)))) {
        startable.add(id);
      }
    }
  }
  return workloads
    .filter((row) => row.podAffinity.length > 0 && !startable.has(idOf(row)))
    .map((row): Finding => {
      const unmet = (awaited.get(idOf(row)) ?? []).filter((selected) => !selected.some((id) => startable.has(id)));
      return {
        path: pathOf(row, "podAffinity"),
        message: "waits for pods that can only run after it, or that wait for each other",
        value: [...new Set(unmet.flat())].sort().join(", "),
        fix: "remove one of the terms of this circle",
      };
    });
};
