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
  /** The resource's custom timeout. Absent: the provider's own. */
  readonly timeoutSeconds?: number;
  /** Ends what waits: the engine was told to stop. */
  readonly signal: AbortSignal;
}

export interface UpdateRequest extends ApplyRequest {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
}

export interface ReadRequest {
  readonly urn: string;
  readonly id: string;
  readonly type: string;
  /** Of the state; an import brings only the id. */
  readonly inputs: PropertyMap | undefined;
  readonly outputs: PropertyMap | undefined;
}

export interface ReadOutcome {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

export interface DeleteRequest {
  readonly urn: string;
  readonly id: string;
  readonly type: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly timeoutSeconds?: number;
  readonly signal: AbortSignal;
}

export interface InvokeOutcome {
  readonly result: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

/**
 * Something was made and did not become ready. The engine keeps it in the state, and tries again with the next update.
 */
export class InitializationError extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly outputs: PropertyMap,
    /** One sentence each. */
    readonly reasons: readonly string[],
  ) {
    super(message);
    this.name = "InitializationError";
  }
}

type Awaitable<Value> = Value | Promise<Value>;

/**
 * Takes the place of a provider. The differences between two versions of a resource are found field by field for all of
 * them; a stand-in only says which ones replace it.
 */
export interface StandIn {
  /** The package that it stands in for. */
  readonly name: string;
  /** Version of the plugin that it stands in for. */
  readonly version: string;
  check(request: CheckRequest): Awaitable<CheckOutcome>;
  replacement(type: string, oldInputs: PropertyMap, inputs: PropertyMap): ReplacementRule;
  /** @throws InitializationError for what was made and did not become ready. */
  create(request: ApplyRequest): Awaitable<{ readonly id: string; readonly outputs: PropertyMap }>;
  /**
   * The outputs after a change of inputs.
   *
   * @throws InitializationError for what was changed and did not become ready.
   */
  update(request: UpdateRequest): Awaitable<PropertyMap>;
  /**
   * What is there.
   *
   * @returns undefined when there is nothing by that id.
   */
  read(request: ReadRequest): Awaitable<ReadOutcome | undefined>;
  /** Takes away what is behind the resource. Default: there is nothing behind it. */
  delete?(request: DeleteRequest): Awaitable<void>;
  /** @throws Error for a function that it does not know. */
  invoke(token: string, args: PropertyMap): Awaitable<InvokeOutcome>;
}

/** A stand-in that has nothing behind it: it checks, computes ids and names, and leaves the rest to Pulumi's own state. */
export interface DetachedStandIn extends StandIn {
  check(request: CheckRequest): CheckOutcome;
  create(request: Pick<ApplyRequest, "urn" | "type" | "inputs" | "preview">): { readonly id: string; readonly outputs: PropertyMap };
  update(request: Pick<UpdateRequest, "urn" | "type" | "inputs" | "preview" | "oldOutputs">): PropertyMap;
  read(request: Pick<ReadRequest, "id" | "type" | "inputs" | "outputs">): ReadOutcome | undefined;
  invoke(token: string, args: PropertyMap): InvokeOutcome;
}

/** What a stand-in that has nothing behind it needs to know of a resource. */
export type DetachedRequest = Parameters<DetachedStandIn["create"]>[0];
