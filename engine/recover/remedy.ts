import { hasDependents, nameOf, type PendingOperation, type StateResource } from "./deployment";
import type { Identity } from "./identity";
import type { Found } from "./look";

/** What its owner says of an operation, where nobody else can tell. */
export type Verdict = { readonly kind: "import"; readonly id: string } | { readonly kind: "clear" };

export type Remedy =
  /** It was made: it goes into the state. */
  | { readonly kind: "import"; readonly id: string; readonly reason: string }
  /** Only the mark of the operation goes; the state is right, or the next update makes it so. */
  | { readonly kind: "clear"; readonly reason: string }
  /** It is gone: it leaves the state. */
  | { readonly kind: "forget"; readonly reason: string }
  /** Nobody can tell: its owner has to say. */
  | { readonly kind: "ask"; readonly reason: string };

export interface OperationFinding {
  readonly operation: PendingOperation;
  readonly identity: Identity;
  /** Absent where nobody was asked. */
  readonly found?: Found;
  readonly remedy: Remedy;
}

interface Case {
  readonly operation: PendingOperation;
  readonly identity: Identity;
  readonly found: Found | undefined;
  readonly verdict: Verdict | undefined;
  /** The state's resources. */
  readonly resources: readonly StateResource[];
}

/** What to do about one pending operation. */
export function remedyFor({ operation, identity, found, verdict, resources }: Case): Remedy {
  const { type, resource } = operation;
  if (verdict?.kind === "clear") {
    return { kind: "clear", reason: "as you say" };
  }
  switch (type) {
    case "creating":
    case "importing":
      return verdict === undefined ? remedyForCreate(identity, found, resource, resources) : importing(verdict.id, found, "as you say");
    case "updating":
      return found?.what === "gone"
        ? forget(resource, resources, "it is gone; the next update makes it anew")
        : { kind: "clear", reason: "the state has what it was before; the next update brings it to what the program says" };
    case "deleting":
      return found?.what === "gone"
        ? forget(resource, resources, "it was deleted")
        : { kind: "clear", reason: "it is still in the state; the next update deletes it, or finds that it is gone" };
    case "reading":
      return { kind: "clear", reason: "reading changes nothing" };
  }
}

function remedyForCreate(
  identity: Identity,
  found: Found | undefined,
  { urn }: StateResource,
  resources: readonly StateResource[],
): Remedy {
  if (identity.kind === "repeatable") {
    return { kind: "clear", reason: identity.reason };
  }
  if (identity.kind === "unknown") {
    return { kind: "ask", reason: `whether it was made cannot be known. Look for ${identity.lookFor}` };
  }
  if (resources.some((each) => each.urn === urn && each.id === identity.id && each.pendingReplacement !== true)) {
    return { kind: "clear", reason: "the state has it already" };
  }
  return importing(identity.id, found, "it was made");
}

function importing(id: string, found: Found | undefined, reason: string): Remedy {
  switch (found?.what) {
    case "there":
      return { kind: "import", id, reason };
    case "gone":
      return { kind: "clear", reason: `there is no ${id}: it was not made` };
    case "unreadable":
      return { kind: "ask", reason: `whether ${id} was made could not be read: ${found.message}` };
    case undefined:
      return { kind: "ask", reason: `whether ${id} was made was not asked` };
  }
}

function forget({ urn }: StateResource, resources: readonly StateResource[], reason: string): Remedy {
  return hasDependents(urn, resources)
    ? { kind: "clear", reason: `${reason}; other resources refer to ${nameOf(urn)}, so it stays in the state until a refresh` }
    : { kind: "forget", reason };
}
