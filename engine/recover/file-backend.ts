import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where a backend of files keeps what belongs to one stack. */
export interface FileBackend {
  /** The checkpoint; a compressed one has `.gz` or `.zst` behind it. */
  readonly checkpoint: string;
  readonly locks: string;
  /** Checkpoints at the end of each update. */
  readonly history: string;
  readonly backups: string;
}

/**
 * @param url As Pulumi takes it.
 * @returns undefined for a backend that is not a folder of this machine.
 */
export function fileBackend(url: string, project: string, stackName: string): FileBackend | undefined {
  const folder = folderOf(url);
  if (folder === undefined) {
    return undefined;
  }
  const pulumi = join(folder, ".pulumi");
  return {
    checkpoint: join(pulumi, "stacks", project, `${stackName}.json`),
    locks: join(pulumi, "locks", "organization", project, stackName),
    history: join(pulumi, "history", project, stackName),
    backups: join(pulumi, "backups", project, stackName),
  };
}

/** The folder of a `file://` URL; `~` is the home folder. */
function folderOf(url: string): string | undefined {
  if (!url.startsWith("file://")) {
    return undefined;
  }
  const path = url.slice("file://".length).replace(/\?.*$/, "");
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : resolve(path);
}
