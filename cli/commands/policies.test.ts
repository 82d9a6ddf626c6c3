import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policies/rules";

const project = join(__dirname, "../..");

/** Runs `berth policies` in a process of its own. */
function policies(
  args: readonly string[],
  cwd = project,
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", require.resolve("tsx"), join(project, "cli/main.ts"), "policies", ...args],
    { cwd, encoding: "utf8", timeout: 60_000 },
  );
  return { code: status, stdout, stderr };
}

it("lists every policy with what, why, fix and settings", () => {
  const { code, stdout } = policies([]);
  expect(code).toBe(0);
  for (const { id, severity, enforcement, view, description, why, remediation } of rules) {
    expect(stdout).toContain(
      `${id}  (${severity}, ${enforcement}, checked per ${view})\n  ${description}\n  why:      ${why}\n  fix:      ${remediation}\n  settings: `,
    );
  }
  expect(stdout).toContain("settings: coreNamespaces, exemptions");
});

it("lists the exemptions of a stack, which the stacks here do without", () => {
  expect(policies(["homelab"])).toMatchObject({ code: 0, stdout: "homelab has no exemptions.\n" });
  expect(policies(["homelab", "--json"])).toMatchObject({ code: 0, stdout: "[]\n" });
});

it("prints JSON and nothing else", () => {
  const parsed: unknown = JSON.parse(policies(["--json"]).stdout);
  expect(parsed).toMatchObject(rules.map(({ id, severity }) => ({ id, severity })));
});

it("accepts the committed reference page, and fails where there is none", () => {
  expect(policies(["--check"])).toMatchObject({ code: 0, stdout: "" });
  const elsewhere = mkdtempSync(join(tmpdir(), "berth-policies-"));
  const { code, stderr } = policies(["--check"], elsewhere);
  rmSync(elsewhere, { recursive: true });
  expect(code).toBe(1);
  expect(stderr).toContain(
    "docs/policies.md: cannot be read\n    fix: run npm run -s policies -- --markdown > docs/policies.md and commit the result",
  );
});

it("refuses two formats at once", () => {
  expect(policies(["--json", "--markdown"])).toMatchObject({ code: 1, stdout: "" });
});
