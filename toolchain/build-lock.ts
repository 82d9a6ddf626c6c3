import { mkdir, open, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";

const heartbeat = 2_000;
/** A holder that has not shown itself for so long is gone; a suspended one is at worst overtaken, which is harmless. */
const staleAfter = 30_000;

export interface LockTimes {
  readonly heartbeat: number;
  readonly staleAfter: number;
}

/**
 * Runs work that only one process may do at a time, on this machine or on another with the same cache. The lock is a
 * file whose time its holder renews, so that one left by a killed process does not block for long.
 *
 * @param onWait Called once when another process holds the lock.
 */
export async function withBuildLock<Result>(
  path: string,
  onWait: () => void,
  work: () => Promise<Result>,
  times: LockTimes = { heartbeat, staleAfter },
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true });
  for (let waited = false; !(await acquire(path, times)); waited = true) {
    if (!waited) {
      onWait();
    }
    await new Promise((resolve) => setTimeout(resolve, times.heartbeat / 2));
  }
  const timer = setInterval(() => {
    const now = new Date();
    // The work goes on when the cache is deleted meanwhile; it fails by itself where that matters.
    utimes(path, now, now).catch(() => undefined);
  }, times.heartbeat);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await rm(path, { force: true });
  }
}

async function acquire(path: string, times: LockTimes): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(`${process.pid}\n`);
    await file.close();
    return true;
  } catch (error) {
    if (!isFileError(error, "EEXIST")) {
      throw error;
    }
  }
  try {
    if (Date.now() - (await stat(path)).mtimeMs > times.staleAfter) {
      await rm(path, { force: true });
    }
  } catch (error) {
    if (!isFileError(error, "ENOENT")) {
      throw error;
    }
  }
  return false;
}

function isFileError(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
