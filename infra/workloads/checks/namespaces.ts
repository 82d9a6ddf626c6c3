import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathOf, type WorkloadCheck } from "./check";

/** Every workload is in a namespace of the table, which gives it its tier. */
export const checkNamespaces: WorkloadCheck = ({ workloads, namespaceNames }) =>
  workloads
    .filter(({ namespace }) => !namespaceNames.includes(namespace))
    .map((row) => ({
      path: pathOf(row, "namespace"),
      message: "is no namespace of this stack",
      value: `"${row.namespace}"`,
      fix: didYouMean(row.namespace, namespaceNames) ?? "add it to the namespaces",
    }));
