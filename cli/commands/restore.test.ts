import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { withRecordingKubectl } from "../restore/testing/recording-kubectl";

const project = join(__dirname, "../..");

/** Runs `berth restore` in a process of its own. */
function restore(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "cli/main.ts", "restore", ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...environment },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

const workload = "vaultwarden/vaultwarden";

it("prints the steps and touches nothing", async () => {
  await withRecordingKubectl(({ environment, changes }) => {
    const { code, stdout, stderr } = restore(["portkey", workload, "--as-of", "2026-02-08T03:00:00Z"], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("# 5. Start the application, and let go of the rest\n");
    expect(stdout).toContain('"restoreAsOf": "2026-02-08T03:00:00Z"');
    expect(changes()).toEqual([]);
  });
});

it("carries them out when told, in the cluster that is named", async () => {
  await withRecordingKubectl(({ environment, changes }) => {
    const { code, stdout } = restore(["portkey", workload, "--apply", "--kubeconfig", "kubeconfig.yaml"], environment);
    expect(code).toBe(0);
    expect(stdout).toContain("vaultwarden/vaultwarden is restored.\n\n# When the application is right again, give the space back\n");
    expect(changes()).toContain("-n vaultwarden scale deployment/vaultwarden --replicas=0");
    expect(changes().at(-1)).toBe("-n vaultwarden annotate deployment/vaultwarden berth.dev/replicas-before-restore-");
  });
});

it.each<[string, readonly string[], string]>([
  [
    "a cluster that is not named",
    ["portkey", workload, "--apply"],
    "--apply needs to know the cluster: give --kubeconfig, or set KUBECONFIG",
  ],
  [
    "a backup that there is not",
    ["portkey", "vaultwarden/vaultwardn"],
    'stack "portkey" has no backup of vaultwarden/vaultwardn, did you mean "vaultwarden/vaultwarden"?',
  ],
  ["a time that is none", ["portkey", workload, "--as-of", "yesterday"], "--as-of: is no time (found yesterday)"],
  ["a stack that there is not", ["portky", workload], 'there is no stack "portky", did you mean "portkey"?'],
])("refuses %s", (_, args, message) => {
  const { code, stdout, stderr } = restore(args, { ...process.env, KUBECONFIG: "" });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});
