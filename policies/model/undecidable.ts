/**
 * Thrown when a rule reads a value that is not known yet: during a preview an output of something that does not exist,
 * in an exported state a redacted secret. Whoever runs the rule turns it into a finding of its own.
 */
export class UndecidableError extends Error {
  override readonly name = "UndecidableError";

  /** @param path - where the value stands in its resource: `spec.template.spec.nodeSelector`. */
  constructor(readonly path: string) {
    super(`${path} is not known yet`);
  }
}
