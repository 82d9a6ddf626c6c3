import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { actions } from "../services/scale-relay/notification";
import { stackNames } from "./definitions";

/** The workflow that the relay starts, and its script of decision as a runner carries it out. */
jest.setTimeout(120_000);

const root = join(__dirname, "..");
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
const workflow = z
  .looseObject({
    on: z.looseObject({ repository_dispatch: z.looseObject({ types: z.array(z.string()) }) }),
    concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }),
    jobs: z.looseObject({ decide: job, scale: job }),
  })
  .parse(parse(readFileSync(join(root, ".github", "workflows", "scale.yml"), "utf8")));
const { decide, scale } = workflow.jobs;
const script = decide.steps.find(({ id }) => id === "decide");

test("it is started by what the relay sends, and never beside another writer of the stack", () => {
  expect(workflow.on.repository_dispatch.types).toEqual([...actions]);
  expect(workflow.concurrency).toEqual({ group: "up-contabo", "cancel-in-progress": false });
  expect(readFileSync(join(root, ".github", "workflows", "up.yml"), "utf8")).toContain("group: up-${{ inputs.stack }}\n");
  expect(stackNames).toContain("contabo");
});

test("only what brings the number up may write, behind the stack's environment, and only from main", () => {
  expect([decide.permissions, decide.environment, decide.if]).toEqual([{ contents: "read" }, undefined, "github.ref == 'refs/heads/main'"]);
  expect([scale.permissions, scale.environment]).toEqual([{ contents: "write" }, "contabo"]);
  expect(scale.if).toBe("needs.decide.outputs.action == 'scale-up' || needs.decide.outputs.action == 'scale-down'");
  const secrets = [...new Set(JSON.stringify(workflow).match(/secrets\.\w+/g))];
  expect(secrets).toEqual(["secrets.PULUMI_BACKEND_URL", "secrets.PULUMI_CONFIG_PASSPHRASE"]);
  expect(JSON.stringify(decide)).not.toContain("secrets.");
});

test("what leaves is emptied, then the number is committed, then it is brought up", () => {
  const order = ["Empty what leaves, and write the number", "Commit the number", "Up"];
  const names = scale.steps.flatMap(({ name }) => (name === undefined ? [] : [name]));
  expect(names.filter((name) => order.includes(name))).toEqual(order);
  expect(scale.steps.find(({ name }) => name === order[0])?.run).toMatch(/if \[ "\$ACTION" = scale-down \][^]*--drain --kubeconfig/);
  // Whatever becomes of the steps before.
  expect(scale.steps.find(({ run }) => run?.includes('rm -f "$RUNNER_TEMP/kubeconfig"') === true)?.if).toBe("always()");
});

describe("the decision", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-workflow-"));
    writeFileSync(join(folder, "output"), "");
    writeFileSync(join(folder, "summary"), "");
    // The script leaves a file where it runs.
    writeFileSync(
      join(folder, "npm"),
      `#!/bin/sh\ncd "${root}" || exit 9\nshift 5\nexec "${process.execPath}" --import tsx cli/main.ts scale contabo "$@"\n`,
      { mode: 0o755 },
    );
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the step with what the expressions of its environment come to. */
  function run(values: Readonly<Record<string, string>>): {
    readonly code: number | null;
    readonly output: string;
    readonly stdout: string;
  } {
    const env = {
      ...process.env,
      ...Object.fromEntries(Object.keys(script?.env ?? {}).map((name) => [name, ""])),
      ...values,
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
      NO_COLOR: "1",
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
    };
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script?.run ?? ""], {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { code: status, output: readFileSync(join(folder, "output"), "utf8"), stdout: stdout + stderr };
  }

  it("has as inputs what the relay sends", () => {
    expect(
      Object.values(script?.env ?? {})
        .join(" ")
        .match(/client_payload\.\w+/g),
    ).toEqual(["client_payload.nodes", "client_payload.memory_percent", "client_payload.cpu_percent", "client_payload.reason"]);
  });

  it("turns an alert into a number", () => {
    const { code, output, stdout } = run({
      DIRECTION: "scale_up",
      FROM: "3",
      MEMORY_PERCENT: "86.4",
      CPU_PERCENT: "41",
      REASON: "ClusterCapacityHigh",
    });
    expect([code, output]).toEqual([0, "action=scale-up\npresent=3\nnodes=4\nleaving=\n"]);
    expect(stdout).toContain("asked: ClusterCapacityHigh");
    expect(readFileSync(join(folder, "summary"), "utf8")).toContain("3 → 4 nodes");
  });

  it("takes a refusal for an answer, and says so", () => {
    const { code, output, stdout } = run({ DIRECTION: "scale_down", FROM: "3", MEMORY_PERCENT: "12" });
    expect([code, output]).toEqual([0, "action=refused\npresent=3\nnodes=3\nleaving=\n"]);
    expect(stdout).toContain("::warning::refused");
  });

  it("fails for input that it cannot read, and runs nothing that stands in it", () => {
    expect(run({ DIRECTION: "exactly", NODES: "many" }).code).toBe(1);
    const reason = `$(touch ${join(folder, "pwned")}); \`touch ${join(folder, "pwned")}\`\naction=scale-up`;
    const { code, output } = run({ DIRECTION: "up", MEMORY_PERCENT: "50", CPU_PERCENT: "50", REASON: reason });
    expect([code, output]).toEqual([0, "action=none\npresent=3\nnodes=3\nleaving=\n"]);
    expect(() => readFileSync(join(folder, "pwned"))).toThrow("ENOENT");
  });
});
