import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { isLeftBehind, refusal } from "./carry-out";
import { examineCheckpoint, restoreCheckpoint } from "./checkpoints";
import type { Examination } from "./examine";
import { fileBackend } from "./file-backend";
import { readLocks } from "./locks";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-recover-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const backend = (): NonNullable<ReturnType<typeof fileBackend>> => {
  const files = fileBackend(`file://${folder}`, "berth", "homelab");
  if (files === undefined) {
    throw new Error("a file backend has files");
  }
  return files;
};

function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function checkpoint(time: string, resources: readonly unknown[] = []): string {
  return JSON.stringify({ version: 3, checkpoint: { stack: "s", latest: { manifest: { time }, resources } } });
}

it("only a backend of files has any", () => {
  expect(fileBackend("s3://bucket", "berth", "homelab")).toBeUndefined();
  expect(fileBackend("file:///srv/state?metadata=skip", "berth", "homelab")?.checkpoint).toBe(
    "/srv/state/.pulumi/stacks/berth/homelab.json",
  );
});

describe("a lock", () => {
  const since = "2026-11-21T14:00:00Z";
  const lock = (changes: Readonly<Record<string, unknown>> = {}): void => {
    write(join(backend().locks, "a.json"), JSON.stringify({ pid: 7, username: "ada", hostname: "nas", timestamp: since, ...changes }));
  };
  const holder = (startedAt: string): Parameters<typeof readLocks>[1] => [
    { pid: 7, parent: 1, startedAt: new Date(startedAt), command: "pulumi up" },
  ];
  const standing = (processes: Parameters<typeof readLocks>[1]): readonly string[] =>
    readLocks(backend().locks, processes, "nas").map((each) => each.standing);

  it("is of a process that is gone, runs, is another one by now, or is elsewhere", () => {
    expect(standing([])).toEqual([]);
    lock();
    expect(standing([])).toEqual(["dead"]);
    expect(standing(holder("2026-11-21T13:59:59Z"))).toEqual(["alive"]);
    expect(standing(holder("2026-11-21T14:00:01Z"))).toEqual(["alive"]);
    expect(standing(holder("2026-11-21T14:05:00Z"))).toEqual(["dead"]);
    lock({ hostname: "laptop" });
    expect(standing([])).toEqual(["elsewhere"]);
  });

  it("that was cut off while it was written holds nobody", () => {
    write(join(backend().locks, "a.json"), '{"pid": 7, "user');
    expect(standing([])).toEqual(["unreadable"]);
  });
});

describe("a checkpoint", () => {
  const namespace = { urn: "urn:ns", type: "kubernetes:core/v1:Namespace" };

  it("is valid, or not there yet", () => {
    expect(examineCheckpoint(backend())).toEqual({ standing: "valid" });
    write(backend().checkpoint, checkpoint("2026-11-21T14:00:00Z"));
    expect(examineCheckpoint(backend())).toEqual({ standing: "valid" });
  });

  it.each<[string, string]>([
    ["cut off", checkpoint("2026-11-21T14:00:00Z").slice(0, 40)],
    ["empty", ""],
    ["something else", "[]"],
    ["with a resource whose parent is missing", checkpoint("2026-11-21T14:00:00Z", [{ ...namespace, parent: "urn:stack" }])],
  ])("%s is torn, and the newest one that can be read takes its place", (_what, content) => {
    const files = backend();
    write(files.checkpoint, content);
    expect(examineCheckpoint(files)).toMatchObject({ standing: "torn" });
    expect(examineCheckpoint(files)).not.toHaveProperty("newest");
    write(join(files.history, "homelab-1.checkpoint.json"), checkpoint("2026-11-21T12:00:00Z"));
    write(join(files.history, "homelab-1.history.json"), checkpoint("2026-11-21T15:00:00Z"));
    const newest = write(join(files.backups, "homelab.2.json.gz"), gzipSync(checkpoint("2026-11-21T13:00:00Z", [namespace])));
    write(`${files.checkpoint}.bak`, "{");
    const found = examineCheckpoint(files);
    expect(found).toMatchObject({ newest: { path: newest, writtenAt: "2026-11-21T13:00:00Z", resources: 1, pendingOperations: 0 } });
    if (found.standing === "torn" && found.newest !== undefined) {
      restoreCheckpoint(found.path, found.newest);
    }
    expect(readFileSync(files.checkpoint, "utf8")).toBe(checkpoint("2026-11-21T13:00:00Z", [namespace]));
    expect(examineCheckpoint(files)).toEqual({ standing: "valid" });
  });
});

describe("nothing is done", () => {
  const clean: Examination = { locks: [], locksReadable: true, checkpoint: { standing: "valid" }, operations: [], orphans: [] };
  const lock = { path: "/l", pid: 7, owner: "ada@nas", since: "2026-11-21T14:00:00Z" };

  it.each<[string, Examination, RegExp]>([
    ["while the lock's process runs", { ...clean, locks: [{ ...lock, standing: "alive" }] }, /^process 7 holds the lock and runs/],
    ["about a lock of another machine", { ...clean, locks: [{ ...lock, standing: "elsewhere" }] }, /by ada@nas, process 7/],
    [
      "where no readable state is left",
      { ...clean, checkpoint: { standing: "torn", path: "/c", reason: "empty" } },
      /neither a backup of it nor a history/,
    ],
    [
      "while one operation is not decided",
      {
        ...clean,
        operations: [
          {
            operation: {
              type: "creating",
              resource: { urn: "urn:pulumi:s::p::aws:s3/bucket:Bucket::logs", type: "aws:s3/bucket:Bucket", custom: true },
            },
            identity: { kind: "unknown", lookFor: "a Bucket" },
            remedy: { kind: "ask", reason: "" },
          },
        ],
      },
      /^say first what became of logs; until then the lock stays/,
    ],
    [
      "while a plugin of the killed update still runs",
      { ...clean, orphans: [{ pid: 9, parent: 1, startedAt: new Date(0), command: "pulumi-resource-aws" }] },
      /process 9, and may still make something/,
    ],
  ])("%s", (_what, examination, reason) => {
    expect(refusal(examination)).toMatch(reason);
  });

  it("where nothing was left behind", () => {
    expect([refusal(clean), isLeftBehind(clean)]).toEqual([undefined, false]);
  });

  it("is no reason for a dead process' lock", () => {
    const examination: Examination = { ...clean, locks: [{ ...lock, standing: "dead" }] };
    expect([refusal(examination), isLeftBehind(examination)]).toEqual([undefined, true]);
  });
});
