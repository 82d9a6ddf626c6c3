import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";
import { count } from "./format";
import type { EngineResult, Operation, PolicyViolation, PreviewStep } from "../../engine/preview-result";

/** Operations in the order in which a reader wants to know of them, the most dangerous first. */
export const operationOrder: readonly Operation[] = ["delete", "replace", "update", "create", "import", "read", "refresh", "discard"];

const participles: Readonly<Record<Operation, string>> = {
  create: "to create",
  delete: "to delete",
  discard: "to discard",
  import: "to import",
  read: "to read",
  refresh: "to refresh",
  replace: "to replace",
  same: "unchanged",
  update: "to update",
};

/** `3 to update, 146 to create, 12 unchanged`. */
export function countsText({ counts }: Pick<EngineResult, "counts">): string {
  const parts = [...operationOrder, "same" as const].flatMap((operation) => {
    const resources = counts[operation] ?? 0;
    return resources === 0 ? [] : [`${resources} ${participles[operation]}`];
  });
  return parts.length === 0 ? "no resources" : parts.join(", ");
}

/** Steps of one operation and type. */
export interface StepGroup {
  readonly operation: Operation;
  readonly type: string;
  readonly steps: readonly PreviewStep[];
}

/** Steps grouped by operation and type, in reading order. */
export function groupSteps(steps: readonly PreviewStep[]): readonly StepGroup[] {
  const groups = Map.groupBy(steps, ({ operation, type }) => `${operationOrder.indexOf(operation)} ${type}`);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...rest]]) =>
      first === undefined ? [] : [{ operation: first.operation, type: first.type, steps: [first, ...rest] }],
    );
}

/** A type as people call it: `apps/v1 Deployment`, `berth TalosCluster`, `kubernetes provider`. */
export function typeName(token: string): string {
  const [packageName = "", module = "", kind = ""] = token.split(":");
  if (packageName === "kubernetes") {
    return `${module} ${kind}`;
  }
  return module === "providers" ? `${kind} provider` : `${packageName} ${kind}`;
}

/** The resource that a violation is about, by its name in the program. */
export function violationSubject({ urn }: PolicyViolation): string {
  if (urn === undefined) {
    return "the stack";
  }
  const [type = "", name = ""] = urn.split("::").slice(2);
  return `${typeName(type.slice(type.lastIndexOf("$") + 1))} ${name}`;
}

export function movedWorkloads({ workloads }: Plan): readonly PlannedWorkload[] {
  return workloads.filter(({ moved }) => moved);
}

/** The verdict in one line. */
export function verdictText({ outcome, violations, diagnostics }: EngineResult): string {
  const mandatory = violations.filter(({ enforcement }) => enforcement === "mandatory").length;
  switch (outcome) {
    case "fine":
      return violations.length === 0
        ? "No policy is violated."
        : `No mandatory policy is violated; ${count(violations.length, "advisory finding")}.`;
    case "policy-violation":
      return `${count(mandatory, "mandatory policy violation")}: this must not be brought up.`;
    case "failed":
      return `The preview failed with ${count(diagnostics.filter(({ severity }) => severity === "error").length, "error")}.`;
  }
}
