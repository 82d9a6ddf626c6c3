import loadHighs, { type Highs } from "highs";

/** A loaded HiGHS: deterministic, on one thread, called synchronously. */
export interface Solver {
  readonly highs: Highs;
}

let loading: Promise<Solver | undefined> | undefined;

/**
 * Loads HiGHS (WebAssembly) once; undefined where it cannot run. Plans then keep their weaker bounds.
 *
 * @see https://highs.dev
 */
export function loadSolver(): Promise<Solver | undefined> {
  loading ??= loadHighs().then(
    (highs) => ({ highs }),
    () => undefined,
  );
  return loading;
}
