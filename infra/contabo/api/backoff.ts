/** How often a call is tried in all. */
export const maxAttempts = 6;

const longestSeconds = 30;
/** A server that asks for more patience than this is treated as one that is down. */
const longestRetryAfterSeconds = 120;

/**
 * How long to wait before the next attempt, in milliseconds: 1, 2, 4, 8, 16 s. Without chance: one program calls at a
 * time, so nothing has to be spread, and a run can be repeated exactly.
 *
 * @param attempt Number of the attempt that failed, from 1.
 * @param retryAfter The header of the answer, in seconds or as a date; it wins when it asks for longer.
 * @param now Milliseconds since 1970, against which a date is read.
 */
export function backoffMilliseconds(attempt: number, retryAfter: string | null, now: number): number {
  const own = Math.min(2 ** (attempt - 1), longestSeconds);
  return Math.max(own, Math.min(secondsOf(retryAfter, now), longestRetryAfterSeconds)) * 1000;
}

function secondsOf(retryAfter: string | null, now: number): number {
  if (retryAfter === null) {
    return 0;
  }
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}
