import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const root = join(__dirname, "..", "..");
const step = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
});
const job = z.looseObject({
  if: z.string(),
  permissions: z.record(z.string(), z.string()),
  environment: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  steps: z.array(step),
});

/** The workflow that the relay starts. */
export const scaleWorkflow = z
  .looseObject({
    on: z.looseObject({ repository_dispatch: z.looseObject({ types: z.array(z.string()) }) }),
    concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }),
    jobs: z.looseObject({ decide: job, scale: job }),
  })
  .parse(parse(readFileSync(join(root, ".github", "workflows", "scale.yml"), "utf8")));

/** The step that decides. */
export const decideStep = step.parse(scaleWorkflow.jobs.decide.steps.find(({ id }) => id === "decide"));

export interface Decided {
  readonly code: number | null;
  /** Text of the file of outputs. */
  readonly output: string;
  /** Text of the run's summary. */
  readonly summary: string;
  readonly printed: string;
}

/** What the expressions of the step's environment come to for an event that the relay has sent. */
export function environmentOf(dispatched: unknown): Readonly<Record<string, string>> {
  const { event_type, client_payload } = z
    .object({ event_type: z.string(), client_payload: z.record(z.string(), z.union([z.string(), z.number()])) })
    .parse(dispatched);
  const known: Readonly<Record<string, string>> = {
    "github.event.action": event_type,
    ...Object.fromEntries(Object.entries(client_payload).map(([key, value]) => [`github.event.client_payload.${key}`, String(value)])),
  };
  return Object.fromEntries(
    Object.entries(decideStep.env).map(([name, text]) => {
      const names = /^\$\{\{ (.+) \}\}$/.exec(text)?.[1]?.split(" || ") ?? [];
      return [name, names.map((each) => known[each] ?? "").find((value) => value !== "") ?? ""];
    }),
  );
}

/** Carries the step out as a runner does, in a folder of its own; what it does not say is empty. */
export function runDecideStep(values: Readonly<Record<string, string>>): Decided {
  const folder = mkdtempSync(join(tmpdir(), "berth-workflow-"));
  const path = (name: string): string => join(folder, name);
  writeFileSync(path("output"), "");
  writeFileSync(path("summary"), "");
  // npm run -s scale contabo -- …, from the repository: the step itself leaves a file where it runs.
  const npm = `#!/bin/sh\ncd "${root}" || exit 9\nshift 5\nexec "${process.execPath}" --import tsx cli/main.ts scale contabo "$@"\n`;
  writeFileSync(path("npm"), npm, { mode: 0o755 });
  try {
    const env = {
      ...process.env,
      ...Object.fromEntries(Object.keys(decideStep.env).map((name) => [name, ""])),
      ...values,
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
      NO_COLOR: "1",
      GITHUB_OUTPUT: path("output"),
      GITHUB_STEP_SUMMARY: path("summary"),
    };
    const { status, stdout, stderr } = spawnSync("bash", ["-c", decideStep.run ?? ""], {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 100_000,
    });
    return {
      code: status,
      output: readFileSync(path("output"), "utf8"),
      summary: readFileSync(path("summary"), "utf8"),
      printed: stdout + stderr,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
