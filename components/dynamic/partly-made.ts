/**
 * What a provider throws when something exists now and is not as it should be. Pulumi then keeps it in the state, and the
 * next `up` calls `update` for it instead of making another.
 */
export class PartlyMadeError extends Error {
  override readonly name = "PartlyMadeError";
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];

  /** @param properties Outputs so far, `__provider` among them: Pulumi does not add it here. */
  constructor(id: string, properties: Readonly<Record<string, unknown>>, reason: unknown) {
    const message = reason instanceof Error ? reason.message : String(reason);
    super(message);
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}
