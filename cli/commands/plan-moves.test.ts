import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { movePlanSchema } from "../../infra/stack/moves-json-schema";

function planMoves(...options: readonly string[]): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "cli/main.ts", "plan", "homelab", "--moves", ...options],
    {
      cwd: join(__dirname, "../.."),
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
      timeout: 60_000,
    },
  );
  return { code: status, stdout, stderr };
}

test("the steps as JSON keep their contract and are the same twice", () => {
  const { code, stdout, stderr } = planMoves("--json");
  expect([code, stderr]).toEqual([0, ""]);
  const { steps, blocked } = movePlanSchema.parse(JSON.parse(stdout));
  expect(blocked).toEqual([]);
  expect(steps.filter(({ action }) => action === "move").reduce((sum, { pods }) => sum + pods, 0)).toBe(25);
  expect(steps.filter(({ action }) => action === "stop")).toEqual([]);
  expect(planMoves("--json").stdout).toBe(stdout);
});

test("steps go along with what is assumed", () => {
  const { code, stdout } = planMoves("--max-moves", "3", "--json");
  expect(code).toBe(0);
  const { steps, assumptions } = movePlanSchema.parse(JSON.parse(stdout));
  expect(assumptions).toEqual(["with at most 3 pods moved"]);
  expect(steps.filter(({ action }) => action === "move").reduce((sum, { pods }) => sum + pods, 0)).toBe(3);
});

test("as text and as Markdown, but not as a picture or with failures", () => {
  expect(planMoves().stdout).toMatch(/^homelab {2}\d+ steps, 25 pods restarted/);
  expect(planMoves("--markdown").stdout).toMatch(/^## Moves of `homelab`\n/);
  for (const option of ["--svg", "--html", "--failures"]) {
    const { code, stderr } = planMoves(option);
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be used with option");
  }
});
