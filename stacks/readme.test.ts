import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { ModuleKind, transpileModule } from "typescript";
import { stackConfigSchema } from "../infra/stack/config";
import type { StackDefinition } from "../infra/stack/definition";
import { loadStack } from "../infra/stack/load-stack";
import { plan } from "../infra/placement/plan";

/** The definition that README.md shows. What it exports is not checked here: `loadStack` does that. */
function definitionInReadme(): StackDefinition {
  const readme = readFileSync(join(__dirname, "../README.md"), "utf8");
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const { outputText } = transpileModule(code, { compilerOptions: { module: ModuleKind.CommonJS } });
  const sandbox: { exports: { definition?: StackDefinition } } = { exports: {} };
  runInNewContext(outputText, sandbox);
  if (sandbox.exports.definition === undefined) {
    throw new Error("README.md shows no definition");
  }
  // What another context made is not equal to what this one makes; its JSON is.
  return structuredClone(sandbox.exports.definition);
}

test("the cluster that the README describes loads and plans", () => {
  const planned = plan(loadStack(definitionInReadme(), stackConfigSchema.parse({})).problem);
  expect(planned.workloads.map(({ name, nodes }) => [name, nodes])).toEqual([["jellyfin", ["gamer"]]]);
  expect(planned.status).toBe("optimal");
});
