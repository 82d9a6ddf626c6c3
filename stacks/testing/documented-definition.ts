import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { ModuleKind, transpileModule } from "typescript";
import type { StackDefinition } from "../../infra/stack/definition";

/**
 * The first whole definition that a page shows. What it exports is not checked here: `loadStack` does that.
 *
 * @param page Its path in the project: `README.md`.
 */
export function documentedDefinition(page: string): StackDefinition {
  const text = readFileSync(join(__dirname, "../..", page), "utf8");
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  const code = blocks.find((block) => block.includes("export const definition")) ?? "";
  const { outputText } = transpileModule(code, { compilerOptions: { module: ModuleKind.CommonJS } });
  const sandbox: { exports: { definition?: StackDefinition } } = { exports: {} };
  runInNewContext(outputText, sandbox);
  if (sandbox.exports.definition === undefined) {
    throw new Error(`${page} shows no definition`);
  }
  // What another context made is not equal to what this one makes; its JSON is.
  return structuredClone(sandbox.exports.definition);
}
