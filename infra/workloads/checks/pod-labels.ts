import type { Finding } from "../../diagnostics/finding";
import { defaultPodLabels } from "../pod-labels";
import { idOf, pathOf, type WorkloadCheck } from "./check";

/**
 * A workload's labels find its own pods and no other's: its placement and its budget go by them,
 * and the API server refuses to evict a pod that two budgets select.
 */
export const checkPodLabels: WorkloadCheck = ({ workloads }) => {
  const labelled = workloads.map((row) => ({ row, labels: row.podLabels ?? defaultPodLabels(row) }));
  const byNamespace = Map.groupBy(labelled, ({ row }) => row.namespace);
  return labelled.flatMap(({ row, labels }): Finding[] => {
    const wanted = Object.entries(labels);
    const finding = { path: pathOf(row, "podLabels"), value: JSON.stringify(labels) };
    if (wanted.length === 0) {
      return [
        { ...finding, message: "would find every pod of its namespace", fix: "give the labels that its pods have, or leave podLabels out" },
      ];
    }
    const others = (byNamespace.get(row.namespace) ?? []).filter(
      (other) => other.row.name !== row.name && wanted.every(([key, value]) => other.labels[key] === value),
    );
    if (others.length === 0) {
      return [];
    }
    return [
      {
        ...finding,
        message: `would find the pods of ${others.map((other) => idOf(other.row)).join(", ")} too`,
        fix: "add a label that only its own pods have, such as app.kubernetes.io/component",
      },
    ];
  });
};
