import { setTimeout as sleep } from "node:timers/promises";

export interface UntilNothingLeftOptions {
  /** Default 60,000. */
  readonly timeoutMilliseconds?: number;
  /** Between two looks. Default 200. */
  readonly intervalMilliseconds?: number;
}

/** Looks until nothing is wrong any more. @returns what still is when that takes too long. */
export async function untilNothingLeft<Item>(
  look: () => Promise<readonly Item[]>,
  { timeoutMilliseconds = 60_000, intervalMilliseconds = 200 }: UntilNothingLeftOptions = {},
): Promise<readonly Item[]> {
  const deadline = performance.now() + timeoutMilliseconds;
  for (;;) {
    const left = await look();
    if (left.length === 0 || performance.now() > deadline) {
      return left;
    }
    await sleep(intervalMilliseconds);
  }
}
