import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";

function migration(...options: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "cli/main.ts", "migration", ...options], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

const document = z.looseObject({ version: z.literal(1), stack: z.string(), moments: z.array(z.looseObject({ phase: z.int() })) });

test("a migration is shown, and one phase of it as JSON", () => {
  const whole = migration("portkey");
  expect({ code: whole.code, stderr: whole.stderr }).toEqual({ code: 0, stderr: "" });
  expect(whole.stdout.split("\n")[0]).toBe("portkey  from K3s to Talos");
  const phase = document.parse(JSON.parse(migration("portkey", "--phase", "3", "--json").stdout));
  expect(phase.moments.map((moment) => moment.phase)).toEqual([3, 3]);
});

test("a phase and a stack that have none are told", () => {
  const late = migration("portkey", "--phase", "9");
  expect([late.code, late.stderr]).toEqual([1, 'error: the migration of stack "portkey" has no phase 9: its last is 5\n']);
  const none = migration("homelab");
  expect([none.code, none.stderr]).toEqual([1, 'error: stack "homelab" has no migration\n  stacks with one: portkey\n']);
});
