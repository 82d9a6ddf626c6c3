import type { Path } from "../../rehearsal/providers/diff";

/** The object that a resource stands for. */
export interface LiveObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Fields that somebody else changes by right. */
export interface IgnoreRule {
  readonly owner: string;
  readonly reason: string;
  /** Default: every object of Kubernetes. */
  readonly concerns?: (object: LiveObject) => boolean;
  /** A field at or below one of these; `*` stands for one step, and a key that ends with `*` for all that begin so. */
  readonly fields: readonly Path[];
}

/** The first rule that says whose change it is. */
export function ruleFor(rules: readonly IgnoreRule[], object: LiveObject, path: Path): IgnoreRule | undefined {
  return rules.find(({ concerns = () => true, fields }) => concerns(object) && fields.some((field) => covers(field, path)));
}

function covers(field: Path, path: Path): boolean {
  return path.length >= field.length && field.every((step, index) => matches(step, path[index]));
}

function matches(pattern: string | number, step: string | number | undefined): boolean {
  if (pattern === "*" || pattern === step) {
    return true;
  }
  return typeof pattern === "string" && pattern.endsWith("*") && typeof step === "string" && step.startsWith(pattern.slice(0, -1));
}
