export type FaultyOperation = "check" | "create" | "read" | "update" | "delete";

export interface Fault {
  readonly operation: FaultyOperation;
  /** Name of the resource in the program; the last part of its URN. */
  readonly resource: string;
  /** How many operations fail before it works again. */
  readonly times: number | "always";
  readonly message: string;
}

/** Makes chosen operations of a stand-in fail, so that a test can see what the engine does about it. */
export class Faults {
  readonly #left = new Map<Fault, number>();

  add(fault: Fault): void {
    this.#left.set(fault, fault.times === "always" ? Number.POSITIVE_INFINITY : fault.times);
  }

  /** Takes one failure from the stock, if this operation has one. */
  strike(operation: FaultyOperation, urn: string): string | undefined {
    for (const [fault, left] of this.#left) {
      if (left > 0 && fault.operation === operation && urn.endsWith(`::${fault.resource}`)) {
        this.#left.set(fault, left - 1);
        return fault.message;
      }
    }
    return undefined;
  }
}
