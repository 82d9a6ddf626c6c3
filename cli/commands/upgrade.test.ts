import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { addressOf } from "../../infra/hardware/address";
import { normalizeHardware } from "../../infra/hardware/normalize";
import { schematicId } from "../../infra/talos/schematic";
import { definition } from "../../stacks/portkey/definition";
import { FakeCluster } from "../upgrade/testing/fake-cluster";

jest.setTimeout(120_000);

const projectDirectory = join(__dirname, "../..");
const { profile } = normalizeHardware(definition.hardware);
const machines = profile?.machines ?? [];
const talos = profile?.operatingSystem.version ?? "";
const kubernetes = profile?.kubernetesVersion ?? "";

let cluster: FakeCluster;

beforeEach(() => {
  cluster = new FakeCluster(
    machines.map((machine) => ({
      name: machine.name,
      address: addressOf(machine),
      talos,
      kubernetes,
      platform: "nocloud",
      schematic: schematicId(machine.extensions),
    })),
  );
});

afterEach(() => {
  cluster.remove();
});

/** The command with the fake programs on the PATH; standard input is no terminal. */
function upgrade(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "cli/main.ts", "upgrade", "portkey", ...args], {
    cwd: projectDirectory,
    env: { ...process.env, PATH: `${cluster.folder}/bin:/usr/bin:/bin`, NO_COLOR: "1" },
    encoding: "utf8",
    input: "",
  });
  return { status, stdout, stderr };
}

it("has nothing to do where every node runs what the stack says, and changes nothing to find out", () => {
  const { status, stdout } = upgrade();
  expect({ status, stdout }).toEqual({ status: 0, stdout: `portkey  to Talos ${talos}, Kubernetes ${kubernetes}: every node is there\n` });
  expect(cluster.calls).toEqual([]);
});

it("prints the steps, and carries them out only when told to", () => {
  const { status, stdout } = upgrade("--talos", "v1.12.99", "--json");
  const plan = JSON.parse(stdout) as { readonly versionsFrom: string; readonly steps: readonly { readonly node?: string }[] };
  expect({ status, from: plan.versionsFrom, nodes: plan.steps.map(({ node }) => node) }).toEqual({
    status: 0,
    from: "nodes",
    nodes: [undefined, "metal3", "metal0", "metal1", "metal2"],
  });
  expect(cluster.calls).toEqual([]);

  const asked = upgrade("--talos", "v1.12.99", "--execute");
  expect(asked.status).toBe(1);
  expect(asked.stderr).toContain("--execute: asks, and standard input is no terminal\n    fix: run it in a terminal, or add --yes");
  expect(cluster.calls).toEqual([]);

  expect(upgrade("--talos", "v1.12.99", "--execute", "--yes").status).toBe(0);
  expect(new Set(Object.values(cluster.versions))).toEqual(new Set(["v1.12.99"]));
});

it("says what speaks against it, with exit code 1", () => {
  const { status, stderr } = upgrade("--talos", "v1.11.5");
  expect(status).toBe(1);
  expect(stderr).toContain("nodes[metal0].talos: is newer than v1.11.5, and Talos does not go back");
  expect(upgrade("--talos", "1.12").stderr).toContain("It must be a version such as v1.12.11.");
});
