import type { Finding } from "../../diagnostics/finding";
import { defaultPodLabels } from "../pod-labels";
import { idOf, pathOf, type WorkloadCheck } from "./check";

/**
 * A workload's labels find its own pods and no other's: its placement and its budget go by them,
 * and the API server refuses to evict a pod that two budgets select.
 */
export const checkPodLabels: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row): Finding[] => {
    const labels = Object.entries(row.podLabels ?? defaultPodLabels(row));
    const path = pathOf(row, "podLabels");
    const value = JSON.stringify(Object.fromEntries(labels));
    if (labels.length === 0) {
      return [{ path, message: "would find every pod of its namespace", value, fix: "give the labels that its pods have, or leave podLabels out" }];
    }
    const others = workloads.filter((other) => {
      const found = other.podLabels ?? defaultPodLabels(other);
      return other.namespace === row.namespace && other.name !== row.name && labels.every(([key, label]) => found[key] === label);
    });
    return others.length === 0 ? [] : [{ path, message: `would find the pods of ${others.map(idOf).join(", ")} too`, value, fix: "add a label that only its own pods have, such as app.kubernetes.io/component" }];
  });
