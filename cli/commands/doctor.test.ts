import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { accessCommands, proxmoxAccess } from "../../infra/proxmox/access";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "../../stacks/r730/definition";

const project = join(__dirname, "../..");

/** Runs `berth doctor <stack> --proxmox-role` in a process of its own. */
function proxmoxRole(stack: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", require.resolve("tsx"), join(project, "cli/main.ts"), "doctor", stack, "--proxmox-role"],
    { cwd: project, encoding: "utf8", timeout: 60_000 },
  );
  return { code: status, stdout, stderr };
}

it("prints what the token of a stack needs in Proxmox, and nothing else", () => {
  const access = proxmoxAccess(loadStack(definition, stackConfigSchema.parse({})).hardware);
  expect(proxmoxRole("r730")).toMatchObject({ code: 0, stdout: `${accessCommands(access).join("\n")}\n` });
});

it("says so where nobody comes with a token", () => {
  const { code, stdout, stderr } = proxmoxRole("portkey");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("makes Berth root");
});
