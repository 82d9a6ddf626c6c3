import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../toolchain/tool";
import { identifyProcess, type ProcessIdentity } from "./process-identity";
import type { RehearsalRecord } from "./record";
import { folderPrefix, listRehearsals, registryDirectory, removeCrashed, stopRehearsals, withRegistry, writeRecord } from "./registry";

let cache: string;
let environment: Environment;
let programs: ChildProcess[];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "berth-registry-"));
  environment = { BERTH_CACHE_DIR: cache };
  programs = [];
});

afterEach(() => {
  for (const program of programs) {
    program.kill("SIGKILL");
  }
  rmSync(cache, { recursive: true, force: true });
});

const gone: ProcessIdentity = { pid: 2 ** 22 + 1, startedAt: "long ago" };

function self(): ProcessIdentity {
  return identifyProcess(process.pid) ?? gone;
}

/** A program that runs, in a process group of its own. */
function program(): {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  readonly identity: ProcessIdentity & { readonly name: string };
} {
  const child = spawn("sleep", ["60"], { detached: true });
  programs.push(child);
  return { child, ended: once(child, "exit"), identity: { ...(identifyProcess(child.pid ?? 0) ?? gone), name: "sleep" } };
}

function record(change: Partial<RehearsalRecord> = {}): RehearsalRecord {
  const id = change.id ?? "r-1";
  const folder = join(cache, `${folderPrefix}${id}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "data"), "x");
  const made: RehearsalRecord = {
    version: 1,
    id,
    title: "homelab",
    since: "2026-01-01T00:00:00.000Z",
    owner: self(),
    kept: false,
    folder,
    server: "https://127.0.0.1:20000",
    kubeconfigPath: join(folder, "kubeconfig"),
    ports: [20_000],
    programs: [],
    ...change,
  };
  writeRecord(environment, made);
  return made;
}

const states = (): readonly (readonly string[])[] => listRehearsals(environment).map(({ id, state }) => [id, state]);

it("is empty where nothing was ever rehearsed", () => {
  expect(listRehearsals(environment)).toEqual([]);
});

it("tells what goes on, what was kept and what crashed, the oldest first", () => {
  const { identity } = program();
  record({ id: "r-running", since: "2026-01-03T00:00:00.000Z" });
  record({ id: "r-kept", owner: gone, kept: true, programs: [identity], since: "2026-01-01T00:00:00.000Z" });
  record({ id: "r-crashed", owner: gone, programs: [identity], since: "2026-01-02T00:00:00.000Z" });
  record({ id: "r-reused", owner: { ...self(), startedAt: "another" }, since: "2026-01-04T00:00:00.000Z" });
  record({ id: "r-dead", owner: gone, kept: true, programs: [{ ...gone, name: "etcd" }], since: "2026-01-05T00:00:00.000Z" });
  expect(states()).toEqual([
    ["r-kept", "kept"],
    ["r-crashed", "crashed"],
    ["r-running", "running"],
    ["r-reused", "crashed"],
    ["r-dead", "crashed"],
  ]);
});

it("removes what a crashed rehearsal left: its programs, its folder and its record", async () => {
  const { child, ended, identity } = program();
  const { folder } = record({ id: "r-crashed", owner: gone, programs: [identity] });
  const running = record({ id: "r-running" });
  const removed = await removeCrashed(environment);
  expect(removed.map(({ id }) => id)).toEqual(["r-crashed"]);
  await ended;
  expect(child.signalCode).toBe("SIGKILL");
  expect([existsSync(folder), existsSync(running.folder)]).toEqual([false, true]);
  expect(states()).toEqual([["r-running", "running"]]);
  expect(await removeCrashed(environment)).toEqual([]);
});

it("never ends a process that was given the number of a program later", async () => {
  const { child, identity } = program();
  record({ owner: gone, programs: [{ ...identity, startedAt: "another" }] });
  await removeCrashed(environment);
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  expect(listRehearsals(environment)).toEqual([]);
});

it("never removes a folder that is not of a rehearsal", async () => {
  const folder = join(cache, "precious");
  mkdirSync(folder);
  record({ owner: gone, folder });
  await removeCrashed(environment);
  expect(existsSync(folder)).toBe(true);
});

it("stops what was kept, and leaves what runs", async () => {
  const { ended, identity } = program();
  record({ id: "r-kept", owner: gone, kept: true, programs: [identity] });
  record({ id: "r-running" });
  expect((await stopRehearsals(environment)).map(({ id }) => id)).toEqual(["r-kept"]);
  await ended;
  expect(states()).toEqual([["r-running", "running"]]);
});

it("passes over files that are no records", () => {
  record();
  writeFileSync(join(registryDirectory(environment), "half.json"), '{"version": 1,');
  writeFileSync(join(registryDirectory(environment), "other.json"), '{"version": 2}');
  expect(states()).toEqual([["r-1", "running"]]);
});

it("lets one change it at a time, and leaves nothing but records", async () => {
  const events: string[] = [];
  const change = async (name: string): Promise<void> =>
    withRegistry(environment, async () => {
      events.push(`${name} begins`);
      await Promise.resolve();
      record({ id: name });
      events.push(`${name} ends`);
    });
  await Promise.all([change("a"), change("b")]);
  expect([events.slice(0, 2), events.slice(2)].map((pair) => pair.map((event) => event.slice(2)))).toEqual([
    ["begins", "ends"],
    ["begins", "ends"],
  ]);
  expect(readdirSync(registryDirectory(environment)).sort()).toEqual(["a.json", "b.json"]);
});
