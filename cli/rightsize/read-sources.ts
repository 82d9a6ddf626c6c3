import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceText } from "./find-quantities";

/** The source of a stack's workload tables: `stacks/<name>/workloads/*.ts`, or `workloads.ts` where that is all. */
export function readTableSources(projectDirectory: string, stackName: string): readonly SourceText[] {
  const folder = `stacks/${stackName}`;
  return readdirSync(join(projectDirectory, folder), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /^workloads(\/.*)?\.ts$/.test(path) && !path.endsWith(".test.ts"))
    .sort()
    .map((path) => `${folder}/${path}`)
    .map((path) => ({ path, text: readFileSync(join(projectDirectory, path), "utf8") }));
}
