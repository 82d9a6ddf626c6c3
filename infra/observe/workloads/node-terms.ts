import { meetsRequirement } from "../../selectors/label-requirement";
import type { NodeSelectorTerm } from "../api/pod-spec";

type Requirement = NodeSelectorTerm["matchExpressions"][number];

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
    matchExpressions.every((expression) => meetsExpression(expression, labels)) &&
    matchFields.every((field) => meetsExpression(field, { "metadata.name": nodeName }))
  );
}

/** Whether labels meet one expression. A missing key passes `NotIn` and `DoesNotExist` only. */
export function meetsExpression(requirement: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const { key, operator, values } = requirement;
  if (operator !== "Gt" && operator !== "Lt") {
    return meetsRequirement(requirement, labels);
  }
  const [has, limit] = [Number.parseInt(labels[key] ?? "", 10), Number.parseInt(values[0] ?? "", 10)];
  return operator === "Gt" ? has > limit : has < limit;
}
