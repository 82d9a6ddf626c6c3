import { execFile } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { stackNames } from "../../stacks/definitions";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";

/** The command as a user runs it, in a process of its own. */
const projectDirectory = join(__dirname, "..", "..");
const limit = 120_000;

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function berth(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "cli/main.ts", ...args],
      { cwd: projectDirectory, timeout: limit, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

const previewed = z.looseObject({
  version: z.literal(1),
  stack: z.literal("homelab"),
  outcome: z.literal("fine"),
  counts: z.object({ create: z.number() }),
  steps: z.array(z.looseObject({ urn: z.string() })),
  violations: z.array(z.unknown()).length(0),
  durationSeconds: z.number(),
});

beforeAll(async () => {
  await ensureTool(pulumiCli, process.env);
}, 600_000);

it(
  "prints one JSON document and nothing else, twice the same",
  async () => {
    const args = ["preview", "homelab", "--providers", "stand-in", "--state", "empty", "--json"];
    const first = await berth(...args);
    const second = await berth(...args);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const [a, b] = [first, second].map(({ stdout }) => ({ ...previewed.parse(JSON.parse(stdout)), durationSeconds: 0 }));
    expect(a).toEqual(b);
    expect(a?.steps).toHaveLength(a?.counts.create ?? 0);
    expect(first.stderr).toContain("kubernetes: stand-in (asked for); checks inputs, touches nothing\n");
  },
  limit,
);

it(
  "ends with 1 and no stack trace for a stack that does not exist",
  async () => {
    expect(await berth("preview", "homlab")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `error: there is no stack "homlab", did you mean "homelab"?\n  stacks: ${stackNames.join(", ")}\n`,
    });
  },
  limit,
);

it(
  "ends with 1 for an option that does not exist",
  async () => {
    const { exitCode, stderr } = await berth("preview", "homelab", "--provider", "real");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("unknown option '--provider'");
  },
  limit,
);
