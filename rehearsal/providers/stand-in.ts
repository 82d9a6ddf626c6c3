import type { Path } from "./diff";
import type { PropertyMap } from "./property-value";

export interface CheckFailure {
  /** Path of the input, as `formatPath` writes it; empty for the resource as a whole. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckRequest {
  readonly urn: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  readonly oldInputs: PropertyMap | undefined;
  readonly inputs: PropertyMap;
  /** Hex; the same in a preview and in the update that follows it. */
  readonly randomSeed: string;
}

export interface CheckOutcome {
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

export interface ReplacementRule {
  /** A change at or below one of these makes a new resource. */
  readonly replaceOn: readonly Path[];
  /** The old one has to go first, for instance because both would have the same name. */
  readonly deleteBeforeReplace: boolean;
}

export interface ApplyRequest {
  readonly urn: string;
  readonly type: string;
  readonly inputs: PropertyMap;
  /** Nothing happens yet: outputs that only exist afterwards are left out. */
  readonly preview: boolean;
}

/**
 * A provider that has nothing behind it. It checks inputs the way the real one does, computes ids and names, and leaves
 * the rest to Pulumi's own state. The differences between two versions of a resource are found field by field for all
 * of them; a stand-in only says which ones replace it.
 */
export interface StandIn {
  /** The package that it stands in for. */
  readonly name: string;
  /** Version of the plugin that it stands in for. */
  readonly version: string;
  check(request: CheckRequest): CheckOutcome;
  replacement(type: string, oldInputs: PropertyMap, inputs: PropertyMap): ReplacementRule;
  create(request: ApplyRequest): { readonly id: string; readonly outputs: PropertyMap };
  /** The outputs after a change of inputs. */
  update(request: ApplyRequest & { readonly oldOutputs: PropertyMap }): PropertyMap;
  /**
   * What is there. A refresh brings the state's inputs and outputs; an import brings only the id.
   * @returns undefined when there is nothing by that id.
   */
  read(request: {
    readonly id: string;
    readonly type: string;
    readonly inputs: PropertyMap | undefined;
    readonly outputs: PropertyMap | undefined;
  }): { readonly id: string; readonly inputs: PropertyMap; readonly outputs: PropertyMap } | undefined;
  /** @throws Error for a function that it does not know. */
  invoke(token: string, args: PropertyMap): { readonly result: PropertyMap; readonly failures: readonly CheckFailure[] };
}
