/** A resource of the state, as a report names it. */
export interface ResourceName {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

export interface FieldDifference {
  /** As Pulumi writes it: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** JSON; absent where the state has none. A secret is shown as `[secret]`. */
  readonly inState?: unknown;
  readonly live?: unknown;
}

export interface DifferingResource extends ResourceName {
  readonly fields: readonly FieldDifference[];
}

export interface UnreadableResource extends ResourceName {
  readonly message: string;
}

/** A difference that is nobody's mistake. */
export interface IgnoredField extends ResourceName {
  readonly path: string;
  /** Who changes it. */
  readonly owner: string;
  readonly reason: string;
}

/** How what there is differs from the state. */
export interface DriftResult {
  readonly stack: string;
  /** Somebody else has changed these. */
  readonly differs: readonly DifferingResource[];
  /** The provider says that there is no such thing. */
  readonly gone: readonly ResourceName[];
  /** The provider was asked and did not answer: they may be as they were, or not. */
  readonly unreadable: readonly UnreadableResource[];
  readonly ignored: readonly IgnoredField[];
  /** Resources that are as they should be. */
  readonly same: number;
  /** Operations that a killed update has left; recover settles them. */
  readonly pendingOperations: number;
}

export function hasDrifted({ differs, gone }: Pick<DriftResult, "differs" | "gone">): boolean {
  return differs.length > 0 || gone.length > 0;
}
