import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validHardware } from "../testing/valid-hardware";
import { readTalosDocuments } from "./talos-documents";

const { machines } = validHardware();
const [controlPlane] = machines.filter(({ role }) => role === "control-plane");
const [worker] = machines.filter(({ role }) => role === "worker");
if (controlPlane === undefined || worker === undefined) {
  throw new Error("the valid hardware has a control plane and a worker");
}

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "berth-talos-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), content);
  }
}

test("the more special document comes later", () => {
  write({ "all.yaml": "a: 1\n", "control-plane.yaml": "b: 2\n", "worker.yaml": "c: 3\n", [`${worker.name}.yaml`]: "d: 4\n" });
  const documents = readTalosDocuments(directory, machines);
  expect(documents.get(controlPlane.name)).toEqual(["a: 1\n", "b: 2\n"]);
  expect(documents.get(worker.name)).toEqual(["a: 1\n", "c: 3\n", "d: 4\n"]);
});

test("an empty folder adds nothing", () => {
  expect([...readTalosDocuments(directory, machines).values()].flat()).toEqual([]);
});

test("several documents in one file are fine", () => {
  write({ "all.yaml": "a: 1\n---\nkind: HostnameConfig\n" });
  expect(readTalosDocuments(directory, machines).get(worker.name)).toEqual(["a: 1\n---\nkind: HostnameConfig\n"]);
});

test("a folder that is not there is named", () => {
  expect(() => readTalosDocuments(join(directory, "missing"), machines)).toThrow(
    /berth:talosDocuments: is no folder \(found .*missing"?\)\n {4}fix: make it/,
  );
});

test.each([
  ["workers.yaml", "a: 1\n", /workers\.yaml: belongs to no machine; files are all\.yaml[\s\S]*did you mean "worker"\?/],
  ["all.yml", "a: 1\n", /all\.yml: belongs to no machine/],
  ["all.yaml", "", /all\.yaml: is empty/],
  ["all.yaml", "- op: add\n  path: /machine\n", /all\.yaml: has a document that is no map; JSON patches do not work/],
  ["all.yaml", "a: [\n", /all\.yaml: /],
])("%s with %j is refused", (name, content, message) => {
  write({ [name]: content });
  expect(() => readTalosDocuments(directory, machines)).toThrow(message);
});

test("everything that is wrong is said at once", () => {
  write({ "all.yaml": "", "workers.yaml": "a: 1\n" });
  expect(() => readTalosDocuments(directory, machines)).toThrow(/all\.yaml: is empty[\s\S]*workers\.yaml: belongs to no machine/);
});
