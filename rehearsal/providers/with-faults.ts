import type { Fault, Faults, FaultyOperation } from "./faults";
import type { PropertyMap } from "./property-value";
import { InitializationError, type StandIn } from "./stand-in";

/** A stand-in whose chosen operations fail, and have done by then what each fault says. Previews change nothing, so they pass. */
export function withFaults(standIn: StandIn, faults: Faults): StandIn {
  const change = async <Made>(
    operation: FaultyOperation,
    urn: string,
    work: () => Made | Promise<Made>,
    describe: (made: Made) => { readonly id: string; readonly outputs: PropertyMap },
  ): Promise<Made> => {
    const fault = faults.strike(operation, urn);
    if (fault !== undefined && (fault.effect ?? "nothing") === "nothing") {
      return strike(fault);
    }
    const made = await work();
    return fault === undefined ? made : strike(fault, describe(made));
  };
  const ask = (operation: FaultyOperation, urn: string): void => {
    const fault = faults.strike(operation, urn);
    if (fault !== undefined) {
      strike(fault);
    }
  };
  return {
    ...standIn,
    check: (request) => {
      ask("check", request.urn);
      return standIn.check(request);
    },
    create: (request) =>
      request.preview
        ? standIn.create(request)
        : change(
            "create",
            request.urn,
            () => standIn.create(request),
            (made) => made,
          ),
    update: (request) =>
      request.preview
        ? standIn.update(request)
        : change(
            "update",
            request.urn,
            () => standIn.update(request),
            (outputs) => ({ id: request.id, outputs }),
          ),
    read: (request) => {
      ask("read", request.urn);
      return standIn.read(request);
    },
    delete: (request) =>
      change(
        "delete",
        request.urn,
        () => standIn.delete?.(request),
        () => ({ id: request.id, outputs: {} }),
      ),
  };
}

/** @param made What is there by now. */
function strike(fault: Fault, made?: { readonly id: string; readonly outputs: PropertyMap }): never {
  fault.then?.();
  if (fault.effect === "part" && made !== undefined) {
    throw new InitializationError(fault.message, made.id, made.outputs, [fault.message]);
  }
  throw new Error(fault.message);
}
