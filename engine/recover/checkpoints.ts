import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { z } from "zod";
import { deploymentFile, type StateResource } from "./deployment";
import type { FileBackend } from "./file-backend";

/** A stored state that can be read. */
export interface Checkpoint {
  readonly path: string;
  /** ISO 8601: when Pulumi wrote it. */
  readonly writtenAt: string;
  readonly resources: number;
  readonly pendingOperations: number;
}

export type CheckpointFinding =
  | { readonly standing: "valid" }
  /** It cannot be read. `newest`: what can be put in its place; absent where nothing is left. */
  | { readonly standing: "torn"; readonly path: string; readonly reason: string; readonly newest?: Checkpoint };

const compressions = ["", ".gz", ".zst"] as const;

const checkpointFile = z.object({
  version: z.number(),
  checkpoint: z.object({ latest: deploymentFile.shape.deployment.optional() }),
});

/** Looks at the stack's checkpoint, and for what could take its place if it cannot be read. A stack without any is not there yet. */
export function examineCheckpoint(backend: FileBackend): CheckpointFinding {
  const path = compressions.map((suffix) => `${backend.checkpoint}${suffix}`).find((each) => existsSync(each)) ?? backend.checkpoint;
  const read = readCheckpoint(path);
  if ("writtenAt" in read) {
    return { standing: "valid" };
  }
  const [newest] = candidates(backend)
    .flatMap((candidate) => {
      const found = readCheckpoint(candidate);
      return "writtenAt" in found ? [found] : [];
    })
    .sort((a, b) => b.writtenAt.localeCompare(a.writtenAt));
  if (newest === undefined && !existsSync(path)) {
    return { standing: "valid" };
  }
  return { standing: "torn", path, reason: read.reason, ...(newest === undefined ? {} : { newest }) };
}

/** Puts a readable checkpoint in the place of a torn one, in one step. */
export function restoreCheckpoint(torn: string, { path }: Checkpoint): void {
  const compression = compressions.find((suffix) => suffix !== "" && torn.endsWith(suffix)) ?? "";
  const target = torn.slice(0, torn.length - compression.length);
  // Written in the clear; Pulumi compresses it again when it is set to.
  const partial = join(dirname(target), `.${String(process.pid)}.recover`);
  writeFileSync(partial, textOf(path), { mode: 0o600 });
  renameSync(partial, target);
  if (compression !== "") {
    renameSync(torn, `${torn}.torn`);
  }
}

function candidates({ checkpoint, history, backups }: FileBackend): readonly string[] {
  const siblings = compressions.map((suffix) => `${checkpoint}${suffix}.bak`).filter((path) => existsSync(path));
  const inFolder = (folder: string, pattern: RegExp): readonly string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => pattern.test(file))
          .map((file) => join(folder, file))
      : [];
  return [...siblings, ...inFolder(backups, /\.json(?:\.gz|\.zst)?$/), ...inFolder(history, /\.checkpoint\.json(?:\.gz|\.zst)?$/)];
}

function readCheckpoint(path: string): Checkpoint | { readonly reason: string } {
  if (!existsSync(path)) {
    return { reason: "it is not there" };
  }
  let content: unknown;
  try {
    content = JSON.parse(textOf(path));
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  const parsed = checkpointFile.safeParse(content);
  if (!parsed.success) {
    return { reason: "it holds no checkpoint" };
  }
  const { latest } = parsed.data.checkpoint;
  const resources = latest?.resources ?? [];
  const broken = firstBrokenReference(resources);
  return broken === undefined
    ? {
        path,
        writtenAt: latest?.manifest?.time ?? new Date(0).toISOString(),
        resources: resources.length,
        pendingOperations: latest?.pending_operations?.length ?? 0,
      }
    : { reason: broken };
}

/** A state lists every resource after what it refers to. */
function firstBrokenReference(resources: readonly StateResource[]): string | undefined {
  const seen = new Set<string>();
  for (const { urn, parent, dependencies = [] } of resources) {
    const missing = [parent, ...dependencies].find((reference) => reference !== undefined && reference !== "" && !seen.has(reference));
    if (missing !== undefined) {
      return `${urn} refers to ${missing}, which it does not hold`;
    }
    seen.add(urn);
  }
  return undefined;
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) {
    return gunzipSync(bytes).toString("utf8");
  }
  return (first === 0x28 && second === 0xb5 ? zstdDecompressSync(bytes) : bytes).toString("utf8");
}
