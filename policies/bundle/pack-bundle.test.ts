import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleOf, type PackBundle } from "./pack-bundle";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pack-bundle-"));
  mkdirSync(join(root, "node_modules"));
  write("node_modules/.package-lock.json", "{}");
  write("entry.ts", 'import { text } from "./text";\nReflect.set(globalThis, "loaded", text satisfies string);\n');
  write("text.ts", 'export const text = "one";\n');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

function bundle(): PackBundle {
  const made = bundleOf({ root, entry: "entry.ts", folder: join(root, ".cache") });
  if (made === undefined) {
    throw new Error("nothing can be written");
  }
  return made;
}

it("is made once, and runs", () => {
  expect(bundle().isMade).toBe(true);
  expect(bundle().isMade).toBe(false);
  expect(readFileSync(bundle().file, "utf8")).toContain('"one"');
});

it.each([
  [
    "a source changes",
    () => {
      write("text.ts", 'export const text = "two";\n');
    },
  ],
  [
    "a source goes",
    () => {
      rmSync(join(root, "text.ts"));
      write("entry.ts", "export {};\n");
    },
  ],
  [
    "a package changes",
    () => {
      write("node_modules/.package-lock.json", '{ "packages": {} }');
    },
  ],
  [
    "it is damaged",
    () => {
      write(".cache/pack.js", "// made from nothing\n");
    },
  ],
])("is made anew when %s", (_, change) => {
  bundle();
  change();
  expect(bundle().isMade).toBe(true);
  expect(bundle().isMade).toBe(false);
});

it("says that a source cannot be translated", () => {
  write("text.ts", "export const = 1;\n");
  expect(() => bundle()).toThrow("Build failed");
});

it("is undefined where nothing can be written", () => {
  write("file", "");
  expect(bundleOf({ root, entry: "entry.ts", folder: join(root, "file", "cache") })).toBeUndefined();
});
