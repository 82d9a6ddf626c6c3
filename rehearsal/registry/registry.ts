import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { withBuildLock } from "../../toolchain/build-lock";
import { cacheDirectory } from "../../toolchain/cache-directory";
import type { Environment } from "../../toolchain/tool";
import { isAlive } from "./process-identity";
import { type RehearsalRecord, recordSchema } from "./record";

/** Every folder of a rehearsal is called so; nothing else is ever removed. */
export const folderPrefix = "berth-rehearsal-";

/** `crashed`: its command is gone and it was not to go on without, or its programs are gone. */
export type RehearsalState = "running" | "kept" | "crashed";

export interface Rehearsal extends RehearsalRecord {
  readonly state: RehearsalState;
}

const lockTimes = { heartbeat: 200, staleAfter: 10_000 };

/** Where rehearsals are registered: a file each. */
export function registryDirectory(environment: Environment): string {
  return join(cacheDirectory(environment), "rehearsals");
}

/** Runs what must see the registry as it is, and no other rehearsal change it meanwhile. */
export async function withRegistry<Result>(environment: Environment, work: () => Promise<Result>): Promise<Result> {
  return withBuildLock(join(registryDirectory(environment), "lock"), () => undefined, work, lockTimes);
}

/** All rehearsals of this user on this machine, the oldest first. A file that is none is left out. */
export function listRehearsals(environment: Environment): readonly Rehearsal[] {
  return filesOf(registryDirectory(environment))
    .flatMap((path): Rehearsal[] => {
      const record = readRecord(path);
      return record === undefined ? [] : [{ ...record, state: stateOf(record) }];
    })
    .sort((a, b) => (a.since < b.since ? -1 : 1));
}

/** Writes or replaces a record; whoever reads sees the old one or the new one. */
export function writeRecord(environment: Environment, record: RehearsalRecord): void {
  const folder = registryDirectory(environment);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `.${record.id}.${process.pid}`);
  writeFileSync(partial, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(partial, join(folder, `${record.id}.json`));
}

/** Ends all programs of a rehearsal at once and removes its folder and its record. Does not wait, and may be repeated. */
export function removeRehearsal(environment: Environment, record: RehearsalRecord): void {
  for (const program of record.programs.filter(isAlive)) {
    killGroup(program.pid);
  }
  if (basename(record.folder).startsWith(folderPrefix)) {
    // A program that is just ending may still create a file.
    rmSync(record.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
  rmSync(join(registryDirectory(environment), `${record.id}.json`), { force: true });
}

/** Removes what crashed rehearsals left behind. @returns them. */
export async function removeCrashed(environment: Environment): Promise<readonly Rehearsal[]> {
  return removeWhere(environment, ({ state }) => state === "crashed");
}

/** Ends every rehearsal that goes on without its command, and removes what crashed ones left behind. @returns them. */
export async function stopRehearsals(environment: Environment): Promise<readonly Rehearsal[]> {
  return removeWhere(environment, ({ state }) => state !== "running");
}

async function removeWhere(environment: Environment, concerned: (rehearsal: Rehearsal) => boolean): Promise<readonly Rehearsal[]> {
  return withRegistry(environment, async () => {
    const removed = listRehearsals(environment).filter(concerned);
    for (const rehearsal of removed) {
      removeRehearsal(environment, rehearsal);
    }
    return Promise.resolve(removed);
  });
}

/** Ends a process group as by SIGKILL; does nothing when there is none. */
export function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function stateOf(record: RehearsalRecord): RehearsalState {
  if (record.kept) {
    return record.programs.some(isAlive) ? "kept" : "crashed";
  }
  return isAlive(record.owner) ? "running" : "crashed";
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function readRecord(path: string): RehearsalRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}
