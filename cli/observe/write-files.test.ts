import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTables } from "./write-files";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-tables-"));
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const files = [
  { path: "hardware.ts", text: "hardware" },
  { path: "workloads/index.ts", text: "index" },
];

test("makes the folder and everything in it", () => {
  const out = join(folder, "deep/stack");
  writeTables(out, files, false);
  expect(readdirSync(out).sort()).toEqual(["hardware.ts", "workloads"]);
  expect(readFileSync(join(out, "workloads/index.ts"), "utf8")).toBe("index");
});

test("refuses to replace tables, with each that is there", () => {
  writeFileSync(join(folder, "definition.ts"), "mine");
  mkdirSync(join(folder, "workloads"));
  expect(() => {
    writeTables(folder, files, false);
  }).toThrow(/workloads: exists[^]*definition\.ts: exists/);
  expect(existsSync(join(folder, "hardware.ts"))).toBe(false);
});

test("replaces tables as a whole when told to: a form of the workloads that is not written any more goes", () => {
  writeFileSync(join(folder, "workloads.ts"), "old");
  writeFileSync(join(folder, "notes.md"), "mine");
  writeTables(folder, files, true);
  expect(readdirSync(folder).sort()).toEqual(["hardware.ts", "notes.md", "workloads"]);
});

test("leaves everything as it was when it fails halfway", () => {
  writeFileSync(join(folder, "hardware.ts"), "old");
  // A file cannot be where another one's folder is.
  const impossible = [...files, { path: "hardware.ts/inside.ts", text: "never" }];
  expect(() => {
    writeTables(folder, impossible, true);
  }).toThrow("the tables cannot be written; nothing has been changed");
  expect(readdirSync(folder)).toEqual(["hardware.ts"]);
  expect(readFileSync(join(folder, "hardware.ts"), "utf8")).toBe("old");
  const fresh = join(folder, "new/stack");
  expect(() => {
    writeTables(fresh, impossible, false);
  }).toThrow("nothing has been changed");
  expect(existsSync(join(folder, "new"))).toBe(false);
});
