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
export function meetsExpression({ key, operator, values }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt": {
      const [has, limit] = [Number.parseInt(value ?? "", 10), Number.parseInt(values[0] ?? "", 10)];
      return operator === "Gt" ? has > limit : has < limit;
    }
    default:
      return false;
  }
}
