import { meetsRequirement } from "../../selectors/label-requirement";
import type { NodeSelectorTerm } from "../api/pod-spec";

/**
 * Whether a node meets a term of a node selector: all of its expressions over labels, and its one field, the name. An
 * empty term selects nothing; `Gt` and `Lt` compare whole numbers.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeSelectorTerm
 */
export function meetsTerm(
  { matchExpressions, matchFields }: NodeSelectorTerm,
  labels: Readonly<Record<string, string>>,
  nodeName: string,
): boolean {
  return (
    matchExpressions.length + matchFields.length > 0 &&
    matchExpressions.every((expression) => meetsRequirement(expression, labels)) &&
    matchFields.every((field) => meetsRequirement(field, { "metadata.name": nodeName }))
  );
}
