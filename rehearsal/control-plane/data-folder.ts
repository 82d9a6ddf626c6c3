import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderPrefix } from "../registry/registry";

const sharedMemory = "/dev/shm";
/** etcd alone sets aside 128 MiB; a container's share of it is often only 64. */
const leastFreeBytes = 1024 ** 3;

/** A new folder for one rehearsal: in memory where there is room, else among the temporary files. Only its user may look into it. */
export function makeDataFolder(): string {
  return mkdtempSync(join(hasRoom(sharedMemory) ? sharedMemory : tmpdir(), folderPrefix));
}

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= leastFreeBytes;
  } catch {
    return false;
  }
}
