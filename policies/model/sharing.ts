import { decidedParts } from "./undecidable";

/** Another owner of something that only one may have. */
export interface Sharing<Subject> {
  readonly other: Subject;
  readonly key: string;
}

/**
 * The subjects before this one that have a key in common with it, so that of two that share one, only the later is told.
 * One whose keys are unknown hides no other: its error is thrown at the end.
 */
export function* sharedWithEarlier<Subject extends object>(
  subject: Subject,
  all: readonly Subject[],
  keysOf: (subject: Subject) => readonly string[],
): Generator<Sharing<Subject>> {
  const own = new Set(keysOf(subject));
  const earlier = own.size === 0 ? [] : all.slice(0, all.indexOf(subject));
  yield* decidedParts(
    earlier.map((other) => () => {
      const key = keysOf(other).find((candidate) => own.has(candidate));
      return key === undefined ? [] : [{ other, key }];
    }),
  );
}
