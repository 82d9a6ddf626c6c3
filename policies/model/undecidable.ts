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

/**
 * What each part yields, one after the other. A part that cannot be decided does not keep the others from being looked
 * at: its error is thrown when they are through.
 */
export function* decidedParts<T>(parts: Iterable<() => Iterable<T>>): Generator<T> {
  let undecided: UndecidableError | undefined;
  for (const part of parts) {
    try {
      yield* part();
    } catch (error) {
      if (!(error instanceof UndecidableError)) {
        throw error;
      }
      undecided ??= error;
    }
  }
  if (undecided !== undefined) {
    throw undecided;
  }
}
