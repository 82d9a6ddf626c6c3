import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import { renderValue } from "../../schema/render";
import { defaultPodLabels } from "../pod-labels";
import type { PodAffinityTerm, PodSelector } from "../relations-schema";
import { inNamespacesOf, type SelectablePods, selectedPods } from "../selected-pods";
import { idOf, pathOf, type WorkloadCheck } from "./check";

/** The terms of pod affinity and anti-affinity look at namespaces that there are, and select pods that there are. */
export const checkPodAffinity: WorkloadCheck = ({ workloads, workloadIds, namespaceNames }) => {
  const pods = workloads.map((row) => ({ id: idOf(row), namespace: row.namespace, podLabels: row.podLabels ?? defaultPodLabels(row) }));
  // A row that is wrong may be the one that is meant; its labels are not known.
  const isComplete = workloadIds.every((id) => pods.some((pod) => pod.id === id));
  return workloads.flatMap((row) =>
    (["podAffinity", "podAntiAffinity"] as const).flatMap((field) =>
      row[field].flatMap((term, index) => {
        const path = pathOf(row, `${field}[${index}]`);
        const unknown = unknownNamespaces(term, path, namespaceNames);
        return unknown.length > 0 || !isComplete ? unknown : selectsNothing(term, path, row.namespace, pods);
      }),
    ),
  );
};

function unknownNamespaces({ namespaces = [] }: PodAffinityTerm, path: string, known: readonly string[]): readonly Finding[] {
  return namespaces === "all"
    ? []
    : namespaces
        .filter((namespace) => !known.includes(namespace))
        .map((namespace) => ({
          path: `${path}.namespaces`,
          message: "has what is no namespace of this stack",
          value: `"${namespace}"`,
          fix: didYouMean(namespace, known) ?? `the stack has: ${[...known].sort().join(", ")}`,
        }));
}

function selectsNothing(term: PodAffinityTerm, path: string, namespace: string, pods: readonly SelectablePods[]): readonly Finding[] {
  if (selectedPods(term, namespace, pods).length > 0) {
    return [];
  }
  const { namespaces = [namespace] } = term;
  const where = namespaces === "all" ? "any namespace" : namespaces.join(", ");
  const scope = inNamespacesOf(term, namespace, pods);
  const elsewhere = selectedPods({ ...term, namespaces: "all" }, namespace, pods).map((pod) => pod.namespace);
  return [
    {
      path: `${path}.selector`,
      message: `selects no pod of ${where}`,
      value: renderValue(term.selector),
      fix:
        elsewhere.length > 0
          ? `such pods are in ${[...new Set(elsewhere)].sort().join(", ")}: name it in namespaces`
          : (meantLabel(term.selector, scope) ?? "select by labels that stand in the podLabels of a workload"),
    },
  ];
}

/** The label that a misspelt one was probably meant to be. */
function meantLabel({ matchLabels, matchExpressions }: PodSelector, scope: readonly SelectablePods[]): string | undefined {
  const present = new Set(scope.flatMap(({ podLabels }) => Object.entries(podLabels).map(([key, value]) => `${key}=${value}`)));
  const wanted = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.flatMap((expression) =>
      expression.operator === "In" ? expression.values.map((value) => `${expression.key}=${value}`) : [],
    ),
  ];
  return wanted
    .filter((label) => !present.has(label))
    .flatMap((label) => didYouMean(label, [...present]) ?? [])
    .at(0);
}
