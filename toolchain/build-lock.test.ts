import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withBuildLock } from "./build-lock";

const times = { heartbeat: 20, staleAfter: 500 };
let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-lock-"));
  lock = join(folder, "tools", "x.lock");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("lets one work at a time, and tells the other that it waits", async () => {
  const events: string[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const first = withBuildLock(
    lock,
    () => events.push("first waits"),
    async () => {
      events.push("first works");
      begin();
      await held;
      events.push("first is done");
    },
    times,
  );
  await begun;
  const second = withBuildLock(
    lock,
    () => {
      events.push("second waits");
      release();
    },
    async () => {
      events.push("second works");
      return Promise.resolve();
    },
    times,
  );
  await Promise.all([first, second]);
  expect(events).toEqual(["first works", "second waits", "first is done", "second works"]);
  expect(existsSync(lock)).toBe(false);
});

it("frees the lock when the work fails", async () => {
  await expect(
    withBuildLock(
      lock,
      () => undefined,
      async () => Promise.reject(new Error("broken")),
      times,
    ),
  ).rejects.toThrow("broken");
  expect(existsSync(lock)).toBe(false);
});

it("takes over from a holder that has not shown itself for long", async () => {
  await withBuildLock(
    lock,
    () => undefined,
    async () => Promise.resolve(),
    times,
  );
  writeFileSync(lock, "1\n");
  const past = new Date(Date.now() - 10_000);
  utimesSync(lock, past, past);
  expect(
    await withBuildLock(
      lock,
      () => undefined,
      async () => Promise.resolve("worked"),
      times,
    ),
  ).toBe("worked");
});
