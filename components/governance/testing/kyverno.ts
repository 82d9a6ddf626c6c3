import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { z } from "zod";
import { kyvernoCli } from "../../../toolchain/controllers";
import { ensureTool } from "../../../toolchain/ensure-tool";

export interface Judged {
  /** Name of the object. */
  readonly name: string;
  readonly result: string;
  readonly message: string;
}

export interface KyvernoRun {
  /** A policy, as it is sent to the API server. */
  readonly policy: object;
  /** Paths of files. */
  readonly resources: string;
  /** Labels of namespaces. Default: none. */
  readonly values?: string;
}

const reportSchema = z.object({
  results: z.array(z.object({ result: z.string(), message: z.string(), resources: z.array(z.object({ name: z.string() })) })),
});

/** The objects that Kyverno's own CLI makes, or makes of others, under a policy; those that it leaves alone included. */
export async function mutatedOrGenerated(run: KyvernoRun): Promise<readonly object[]> {
  return inFolder(async (folder) => {
    const output = join(folder, "output.yaml");
    const said = await apply(run, folder, ["--output", output]);
    if (!existsSync(output)) {
      throw new Error(`Kyverno made nothing: ${said}`);
    }
    return objectsIn(await readFile(output, "utf8"));
  });
}

/** What Kyverno's own CLI says about objects under a policy that validates, by their name. */
export async function judged(run: KyvernoRun): Promise<readonly Judged[]> {
  return inFolder(async (folder) => {
    const said = await apply(run, folder, ["--policy-report", "--output-format", "json"]);
    const { results } = reportSchema.parse(JSON.parse(said.slice(said.indexOf('{"kind"'))));
    return results
      .map(({ result, message, resources }) => ({ name: resources[0]?.name ?? "", result, message }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** Every object of a YAML file. */
export function objectsIn(text: string): readonly object[] {
  return parseAllDocuments(text)
    .map((document) => z.record(z.string(), z.unknown()).nullable().parse(document.toJS()))
    .filter((object) => object !== null);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "berth-kyverno-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function apply({ policy, resources, values }: KyvernoRun, folder: string, args: readonly string[]): Promise<string> {
  const { path } = await ensureTool(kyvernoCli, process.env);
  const policyFile = join(folder, "policy.yaml");
  await writeFile(policyFile, stringify(policy));
  const all = ["apply", policyFile, "--resource", resources, ...(values === undefined ? [] : ["--values-file", values]), ...args];
  return new Promise((resolve) => {
    // What breaks a rule ends it with 1: what it printed says enough.
    execFile(path, all, { timeout: 60_000 }, (_error, stdout, stderr) => {
      resolve(stdout === "" ? stderr : stdout);
    });
  });
}
