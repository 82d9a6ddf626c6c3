import { setTimeout as sleep } from "node:timers/promises";

export interface WaitOptions {
  readonly timeoutMilliseconds: number;
  /** Between two looks. Default 50. */
  readonly intervalMilliseconds?: number;
  /** Ends the wait with its reason when it rejects. */
  readonly failed?: Promise<never>;
  /** What to say when it has taken too long. */
  readonly explain: () => string;
}

/** Looks again and again until there is something. @throws Error when that takes too long, or when `failed` rejects. */
export async function waitUntil<Result>(
  look: () => Promise<Result | undefined>,
  { timeoutMilliseconds, intervalMilliseconds = 50, failed, explain }: WaitOptions,
): Promise<Result> {
  const deadline = performance.now() + timeoutMilliseconds;
  for (;;) {
    const seen = await (failed === undefined ? look() : Promise.race([look(), failed]));
    if (seen !== undefined) {
      return seen;
    }
    if (performance.now() > deadline) {
      throw new Error(explain());
    }
    await sleep(intervalMilliseconds);
  }
}
