import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname as thisHost } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { RunningProcess } from "./processes";

/** A lock of a file backend. It has no expiry: one that a killed update left stays until somebody removes it. */
export interface Lock {
  readonly path: string;
  readonly pid?: number;
  /** `ada@nas`. */
  readonly owner?: string;
  /** ISO 8601. */
  readonly since?: string;
  /**
   * - `dead`: no such process runs on this machine.
   * - `alive`: it runs.
   * - `elsewhere`: it was made on another machine, which cannot be asked.
   * - `unreadable`: the file holds no lock.
   */
  readonly standing: "dead" | "alive" | "elsewhere" | "unreadable";
}

const lockFile = z.object({ pid: z.number(), username: z.string(), hostname: z.string(), timestamp: z.string() });

/** How much later than its lock a process may seem to have been started; `ps` cuts seconds off. */
const clockToleranceMilliseconds = 2000;

/** @param folder Where the backend keeps the stack's locks. */
export function readLocks(folder: string, processes: readonly RunningProcess[], host: string = thisHost()): readonly Lock[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const path = join(folder, file);
      const content = lockFile.safeParse(parsed(readFileSync(path, "utf8")));
      if (!content.success) {
        return { path, standing: "unreadable" };
      }
      const { pid, username, hostname, timestamp } = content.data;
      return { path, pid, owner: `${username}@${hostname}`, since: timestamp, standing: standingOf(content.data, processes, host) };
    });
}

function standingOf(
  { pid, hostname, timestamp }: z.output<typeof lockFile>,
  processes: readonly RunningProcess[],
  host: string,
): Lock["standing"] {
  if (hostname !== host) {
    return "elsewhere";
  }
  const holder = processes.find((each) => each.pid === pid);
  // Numbers of processes are used again: one that began after the lock is not its owner.
  const another = holder !== undefined && holder.startedAt.getTime() > Date.parse(timestamp) + clockToleranceMilliseconds;
  return holder === undefined || another ? "dead" : "alive";
}

function parsed(text: string): unknown {
  try {
    const content: unknown = JSON.parse(text);
    return content;
  } catch {
    return undefined;
  }
}
