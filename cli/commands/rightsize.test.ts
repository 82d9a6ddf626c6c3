import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const project = join(__dirname, "../..");
const table = "stacks/r730/workloads/applications.ts";
const printedSchema = z.object({ proposals: z.array(z.object({ workload: z.string() })), written: z.boolean(), diff: z.string() });

let folder: string;

/** A project of its own, with the R730's tables to be changed. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-rightsize-"));
  cpSync(join(project, "stacks/r730"), join(folder, "stacks/r730"), { recursive: true });
  cpSync(join(project, "Pulumi.r730.yaml"), join(folder, "Pulumi.r730.yaml"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command in that project, in a process of its own. */
function rightsize(memory: string, ...args: readonly string[]): { readonly code: number | null; readonly stdout: string } {
  const target = { cpu: "163m", memory };
  writeFileSync(
    join(folder, "sizes.json"),
    JSON.stringify([{ namespace: "1-cluster-mysql", kind: "StatefulSet", name: "mysql", target, upperBound: target }]),
  );
  const tsx = join(project, "node_modules/tsx/dist/loader.mjs");
  const all = ["--import", tsx, join(project, "cli/main.ts"), "rightsize", "r730", "--recommendations", "sizes.json", "--json", ...args];
  const { status, stdout } = spawnSync(process.execPath, all, { cwd: folder, encoding: "utf8", timeout: 60_000 });
  return { code: status, stdout };
}

it("writes the tables when told, at exactly the quantities", () => {
  const { code, stdout } = rightsize("1250Mi", "--write");
  expect(code).toBe(0);
  const { proposals, written, diff } = printedSchema.parse(JSON.parse(stdout));
  expect(proposals.map(({ workload }) => workload)).toEqual(["1-cluster-mysql/mysql"]);
  expect(written).toBe(true);
  const before = readFileSync(join(project, table), "utf8");
  const after = readFileSync(join(folder, table), "utf8");
  const changed = after.split("\n").filter((line, index) => line !== before.split("\n")[index]);
  expect(changed).toEqual(['    requests: { cpu: "200m", memory: "1536Mi" },', '    limits: { memory: "1536Mi" },']);
  expect(diff.split("\n").filter((line) => line.startsWith("+ "))).toEqual(changed.map((line) => `+${line}`));
});
