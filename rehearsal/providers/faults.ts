export type FaultyOperation = "check" | "create" | "read" | "update" | "delete";

/**
 * What a failing operation has done by then:
 * - `nothing`.
 * - `everything`: it took effect, and the answer is lost on the way.
 * - `part`: the object is there and not ready, and the provider says so (a create or an update; Pulumi calls it an
 *   initialisation that failed).
 */
export type FaultEffect = "nothing" | "everything" | "part";

export interface Fault {
  readonly operation: FaultyOperation;
  /** Name of the resource in the program; the last part of its URN. */
  readonly resource: string;
  /** How many operations fail before it works again. */
  readonly times: number | "always";
  readonly message: string;
  /** Default `nothing`. */
  readonly effect?: FaultEffect;
  /** Called when it strikes, after its effect; for a test that ends the engine right there. */
  readonly then?: () => void;
}

/** Makes chosen operations of a stand-in fail, so that a test can see what the engine does about it. */
export class Faults {
  readonly #left = new Map<Fault, number>();

  add(fault: Fault): void {
    this.#left.set(fault, fault.times === "always" ? Number.POSITIVE_INFINITY : fault.times);
  }

  /** Nothing fails any more. */
  clear(): void {
    this.#left.clear();
  }

  /** Takes one failure from the stock, if this operation has one. */
  strike(operation: FaultyOperation, urn: string): Fault | undefined {
    for (const [fault, left] of this.#left) {
      if (left > 0 && fault.operation === operation && urn.endsWith(`::${fault.resource}`)) {
        this.#left.set(fault, left - 1);
        return fault;
      }
    }
    return undefined;
  }
}
