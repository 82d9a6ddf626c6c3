import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planDocumentSchema } from "../infra/stack/plan-json-schema";
import { stackNames } from "../stacks/definitions";

const project = join(__dirname, "..");

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as npm does, in a process of its own. */
function berth(arguments_: readonly string[], cwd = project): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "cli/main.ts", ...arguments_], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

/** A project of its own whose tables and settings a test may change; the packages are shared. */
function withProject(change: (directory: string) => void, check: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "berth-project-"));
  try {
    for (const path of ["cli", "infra", "stacks", "package.json", "tsconfig.json", "Pulumi.yaml", "Pulumi.homelab.yaml"]) {
      cpSync(join(project, path), join(directory, path), { recursive: true });
    }
    symlinkSync(join(project, "node_modules"), join(directory, "node_modules"));
    change(directory);
    check(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("plan --json prints the plan and nothing else, and twice the same bytes", () => {
  const first = berth(["plan", "homelab", "--json"]);
  const second = berth(["plan", "homelab", "--json"]);
  expect(first.code).toBe(0);
  expect(first.stderr).toBe("");
  expect(second.stdout).toBe(first.stdout);
  const plan = planDocumentSchema.parse(JSON.parse(first.stdout));
  expect(plan.version).toBe(1);
  expect(plan.stack).toBe("homelab");
  expect(plan.nodes.map(({ name, pods }) => [name, pods.before])).toEqual([
    ["talos00", 59],
    ["talos01", 45],
    ["talos02-gpu", 11],
    ["talos03", 9],
  ]);
});

test("a reader that stops reading is no fault", () => {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-o", "pipefail", "-c", `"${process.execPath}" --import tsx cli/main.ts plan homelab --json | head -c 1`],
    {
      cwd: project,
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "{", stderr: "" });
});

test("an unknown stack is named, with the one that was meant, and no stack trace", () => {
  const { code, stdout, stderr } = berth(["plan", "homelap"]);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toBe(`error: there is no stack "homelap", did you mean "homelab"?\n  stacks: ${stackNames.join(", ")}\n`);
});

test("an unknown command is answered with the one that was meant", () => {
  const { code, stderr } = berth(["pln"]);
  expect(code).toBe(1);
  expect(stderr).toContain("unknown command 'pln'");
  expect(stderr).toContain("plan");
});

test("options that exclude each other are refused", () => {
  const { code, stderr } = berth(["plan", "homelab", "--json", "--markdown"]);
  expect(code).toBe(1);
  expect(stderr).toContain("'--json' cannot be used with option '--markdown'");
});

test("help is no error and shows an example", () => {
  const { code, stdout } = berth(["plan", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("npm run -s plan homelab -- --json | jq .unplaced");
});

test("the help of the whole lists every command", () => {
  const { code, stdout } = berth(["--help"]);
  expect(code).toBe(0);
  for (const command of ["tour", "plan", "preview", "observe", "policies", "doctor", "schema", "restore", "toolchain"]) {
    expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
  }
});

test("a misspelt setting ends with its path, its fix and no stack trace", () => {
  withProject(
    (directory) => {
      writeFileSync(join(directory, "Pulumi.homelab.yaml"), "config:\n  berth:objektive: power\n");
    },
    (directory) => {
      const { code, stderr } = berth(["plan", "homelab"], directory);
      expect(code).toBe(1);
      expect(stderr).toContain("Pulumi.homelab.yaml has a mistake in its configuration\n  berth:objektive: is not a known field");
      expect(stderr).toContain('did you mean "objective"?');
      expect(stderr).not.toContain("    at ");
    },
  );
});

test("a workload that fits nowhere is explained, and the exit code says so", () => {
  withProject(
    (directory) => {
      const huge = `{ namespace: "media", name: "huge", kind: "Deployment" as const, managedBy: "flux" as const, requests: { cpu: "20", memory: "80Gi" } }`;
      writeFileSync(
        join(directory, "stacks/homelab/definition.ts"),
        `import { definition as real } from "./real-definition";\nexport const definition = { ...real, workloads: [...real.workloads, ${huge}] };\n`,
      );
      cpSync(join(project, "stacks/homelab/definition.ts"), join(directory, "stacks/homelab/real-definition.ts"));
    },
    (directory) => {
      const { code, stdout, stderr } = berth(["plan", "homelab"], directory);
      expect(stderr).toBe("");
      expect(stdout).toContain("Cannot be placed:\n  media/huge: 1 pod without a node\n");
      expect(stdout).toContain("blocked by memory: talos00, talos01, talos02-gpu, talos03");
      expect(code).toBe(1);
    },
  );
});
