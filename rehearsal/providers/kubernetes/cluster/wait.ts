import { setTimeout as sleep } from "node:timers/promises";

const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 1_000;

export interface WaitOptions {
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Asks until nothing is missing any more.
 *
 * @param missing One sentence for each thing that is.
 * @returns empty, or what was still missing when the time was up or the engine was told to stop.
 */
export async function waitUntilNothingMissing(
  missing: () => Promise<readonly string[]>,
  { limitSeconds, signal }: WaitOptions,
): Promise<readonly string[]> {
  const end = performance.now() + limitSeconds * 1000;
  for (let pause = firstPauseMilliseconds; ; pause = Math.min(longestPauseMilliseconds, pause * 1.5)) {
    const reasons = await missing();
    if (reasons.length === 0 || signal.aborted || performance.now() >= end) {
      return reasons;
    }
    await sleep(Math.min(pause, Math.max(0, end - performance.now())), undefined, { signal }).catch(() => undefined);
  }
}
