import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execFileSync } from "node:child_process";
import * as ts from "typescript";
import { z } from "zod";
import { observeCluster } from "../../infra/observe/observe-cluster";
import { clusterOfStack } from "../../infra/observe/testing/cluster-of-stack";
import { snapshotOf } from "../../infra/observe/testing/snapshot-of";
import { tableFiles } from "../../infra/observe/typescript/table-files";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition as homelab } from "../../stacks/homelab/definition";

const project = join(__dirname, "../..");
const original = loadStack(homelab, stackConfigSchema.parse({}));
const { definition } = observeCluster(snapshotOf(clusterOfStack(original)), "observed");
const files = tableFiles(definition, "../../infra");

/** Inside the project, as the real ones are, so that their imports lead where they should. */
let folder: string;

beforeAll(() => {
  mkdirSync(join(project, ".cache"), { recursive: true });
  folder = mkdtempSync(join(project, ".cache/observed-"));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("a large cluster's workloads are in one file for each namespace", () => {
  const paths = files.map(({ path }) => path);
  expect(paths.slice(0, 2)).toEqual(["hardware.ts", "namespaces.ts"]);
  expect(paths.slice(-2)).toEqual(["workloads/index.ts", "definition.ts"]);
  expect(paths).toContain("workloads/media-private.ts");
  expect(files.filter(({ text }) => text.split("\n").length > 400)).toEqual([]);
});

test("a small cluster's are in one", () => {
  const small = { ...definition, workloads: definition.workloads.slice(0, 3) };
  expect(tableFiles(small, "../../infra").map(({ path }) => path)).toEqual([
    "hardware.ts",
    "namespaces.ts",
    "workloads.ts",
    "definition.ts",
  ]);
});

test("the files hold the tables that were observed", async () => {
  const module = z.object({ definition: z.unknown() }).parse(await import(join(folder, "definition.ts")));
  expect(module.definition).toEqual(definition);
});

test("they type-check as strictly as the project", () => {
  const config = ts.readConfigFile(join(project, "tsconfig.json"), (path) => readFileSync(path, "utf8"));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, project);
  const program = ts.createProgram([join(folder, "definition.ts")], { ...options, noEmit: true });
  const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  expect(messages).toEqual([]);
}, 60_000);

test("they are in the project's format", () => {
  const arguments_ = ["--config", join(project, ".prettierrc.json"), "--ignore-path", "/dev/null", "--list-different", `${folder}/**/*.ts`];
  expect(execFileSync(process.execPath, [require.resolve("prettier/bin/prettier.cjs"), ...arguments_], { encoding: "utf8" })).toBe("");
}, 60_000);
