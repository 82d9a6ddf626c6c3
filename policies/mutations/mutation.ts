import { type Workload } from "../../infra/workloads/workload";
import { type ResourceSnapshot } from "../model/resources/resource";

/** One field of one resource that a stack's program registers. */
export interface Change {
  /** Its Pulumi name. */
  readonly resource: string;
  readonly path: readonly (string | number)[];
  /** What stands there instead; `undefined` takes the field away. */
  readonly value: unknown;
}

/** A part of a field's text, such as of an expression that Kyverno evaluates. */
export interface Replacement {
  readonly resource: string;
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly by: string;
}

/** What breaks one rule in a stack, and no other. */
export type Mutation =
  | {
      readonly stack: string;
      /** What must be so for the change to matter, and breaks nothing itself. */
      readonly given?: readonly Change[];
      readonly change: Change | Replacement;
    }
  | {
      readonly stack: string;
      /** Of a workload that others deploy, whose object no program registers: one field of its row, past the tables' checks. */
      readonly workload: string;
      readonly row: Partial<Workload>;
    }
  | {
      readonly stack: string;
      /** Why it is the rule's example that is put beside the stack's own resources. */
      readonly exampleBecause: string;
    };

/** The resources with one field changed. */
export function changed(resources: readonly ResourceSnapshot[], change: Change | Replacement): readonly ResourceSnapshot[] {
  const [resource, ...others] = resources.filter(({ name }) => name === change.resource);
  if (resource === undefined || others.length > 0) {
    throw new Error(`${others.length > 0 ? "more than one" : "no"} resource is named ${change.resource}`);
  }
  const mutated = { ...resource, properties: changedAt(resource.properties, change.path, (old) => valueOf(change, old)) };
  return resources.map((each) => (each === resource ? mutated : each));
}

/** The value with what stands at a path changed. Objects on the way there are made, elements of lists are not. */
function changedAt(place: unknown, [key, ...rest]: readonly (string | number)[], change: (old: unknown) => unknown): unknown {
  if (key === undefined) {
    return change(place);
  }
  if (Array.isArray(place)) {
    if (typeof key !== "number" || key >= place.length) {
      throw new Error(`the list has no element ${key}`);
    }
    return place.map((element: unknown, index) => (index === key ? changedAt(element, rest, change) : element));
  }
  const fields: Readonly<Record<string, unknown>> = typeof place === "object" && place !== null ? { ...place } : {};
  const { [key]: old, ...others } = fields;
  const made = changedAt(old, rest, change);
  return made === undefined ? others : { ...others, [key]: made };
}

function valueOf(change: Change | Replacement, old: unknown): unknown {
  if ("value" in change) {
    return change.value;
  }
  if (typeof old !== "string" || !old.includes(change.text)) {
    throw new Error(`${change.path.join(".")} of ${change.resource} says nowhere ${change.text}`);
  }
  return old.replace(change.text, change.by);
}
