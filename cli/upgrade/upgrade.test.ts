import { newTalosHardware } from "../../components/testing/new-talos-hardware";
import { addressOf } from "../../infra/hardware/address";
import { planUpgrade, type UpgradeRequest } from "../../infra/talos/upgrade/plan-upgrade";
import type { UpgradePlan } from "../../infra/talos/upgrade/upgrade-document";
import { schematicId } from "../../infra/talos/schematic";
import { programRunner } from "./command-runner";
import { executeUpgrade } from "./execute-upgrade";
import { readNodes } from "./read-nodes";
import { FakeCluster, type FakeMachine } from "./testing/fake-cluster";

const hardware = newTalosHardware();
const extensions = new Map(hardware.machines.map(({ name, extensions: names }) => [name, names]));

function machine(name: string, talos: string): FakeMachine {
  const row = hardware.machines.find((each) => each.name === name);
  if (row === undefined) {
    throw new Error(`the lab has no ${name}`);
  }
  return {
    name,
    address: addressOf(row),
    talos,
    kubernetes: "1.35.0",
    platform: row.vm === undefined ? "metal" : "nocloud",
    schematic: schematicId(row.extensions),
  };
}

let cluster: FakeCluster;
let told: string[];

beforeEach(() => {
  told = [];
  cluster = new FakeCluster(["cp1", "worker1", "metal1"].map((name) => machine(name, "v1.12.3")));
});

afterEach(() => {
  cluster.remove();
});

async function planned(target: Partial<UpgradeRequest["target"]> = {}): Promise<UpgradePlan> {
  return planUpgrade({
    stack: "lab",
    nodes: await readNodes(programRunner(cluster.programs), hardware),
    versionsFrom: "nodes",
    target: { talos: "v1.12.11", kubernetes: "1.35.0", ...target },
    extensionsOf: (name) => extensions.get(name) ?? [],
    drainOf: () => ({ podsMoving: 0, down: [] }),
  });
}

async function carryOut(plan: UpgradePlan, confirm: (step: number) => boolean = () => true): Promise<boolean> {
  return executeUpgrade(plan, {
    runner: programRunner(cluster.programs),
    confirm: async ({ step }) => Promise.resolve(confirm(step)),
    tell: (line) => told.push(line),
  });
}

/** The commands carried out, without what they all have. */
function verbs(): readonly string[] {
  return cluster.calls.map((call) => /^(\S+ \S+)(?: --nodes)? (\S+)/.exec(call)?.slice(1, 3).join(" ") ?? call);
}

it("reads what every machine runs, from the machines and from Kubernetes", async () => {
  const [controlPlane, ...others] = await readNodes(programRunner(cluster.programs), hardware);
  expect(controlPlane).toEqual({
    name: "cp1",
    address: "192.168.0.11",
    role: "control-plane",
    talos: "v1.12.3",
    kubernetes: "1.35.0",
    platform: "nocloud",
    schematic: schematicId(["siderolabs/iscsi-tools", "siderolabs/qemu-guest-agent"]),
    cordoned: false,
  });
  expect(others.map(({ platform }) => platform)).toEqual(["nocloud", "metal"]);
  expect(cluster.calls).toEqual([]);
});

it("says of each machine that does not answer what was asked of it", async () => {
  cluster.failAt("talosctl version --nodes 192.168.0.12");
  await expect(planned()).rejects.toThrow(
    "not every machine can be asked what it runs\n  machines[worker1]: talosctl version --nodes 192.168.0.12 failed: told to fail\n    fix: see that it works by hand; --talosconfig names the credentials",
  );
});

it("upgrades one node after the other, each drained before and checked after", async () => {
  expect(await carryOut(await planned())).toBe(true);
  expect(cluster.versions).toEqual({ cp1: "v1.12.11", worker1: "v1.12.11", metal1: "v1.12.11" });
  expect(verbs()).toEqual([
    "talosctl health 192.168.0.11",
    ...["worker1 192.168.0.12", "metal1 192.168.0.13", "cp1 192.168.0.11"].flatMap((pair) => {
      const [name, address] = pair.split(" ");
      return [
        `kubectl drain ${name ?? ""}`,
        `talosctl upgrade ${address ?? ""}`,
        `kubectl uncordon ${name ?? ""}`,
        "talosctl health 192.168.0.11",
      ];
    }),
  ]);
  expect((await planned()).steps).toEqual([]);
});

it("upgrades Kubernetes after a try without effect", async () => {
  expect(await carryOut(await planned({ talos: "v1.12.3", kubernetes: "1.35.4" }))).toBe(true);
  expect(cluster.calls.slice(1, 3)).toEqual([
    "talosctl upgrade-k8s --nodes 192.168.0.11 --to 1.35.4 --dry-run",
    "talosctl upgrade-k8s --nodes 192.168.0.11 --to 1.35.4",
  ]);
  expect((await planned({ talos: "v1.12.3", kubernetes: "1.35.4" })).steps).toEqual([]);
});

it("stops at the first failure, says what failed, and goes on from there the next time", async () => {
  cluster.failAt("talosctl upgrade --nodes 192.168.0.13");
  await expect(carryOut(await planned())).rejects.toThrow(
    /the upgrade of "lab" stopped at step 3 of 4\n {2}metal1: talosctl upgrade --nodes 192\.168\.0\.13 .* ended with 3\n {4}fix: mend it and run the same command again: it goes on with what is left \(1 more step\); to give up, kubectl uncordon metal1/,
  );
  expect(cluster.versions).toEqual({ cp1: "v1.12.3", worker1: "v1.12.11", metal1: "v1.12.3 cordoned" });

  cluster.mend();
  const rest = await planned();
  expect(rest.steps.map(({ action, node }) => `${action} ${node ?? ""}`)).toEqual(["upgrade-talos metal1", "upgrade-talos cp1"]);
  expect(await carryOut(rest)).toBe(true);
  expect(cluster.versions).toEqual({ cp1: "v1.12.11", worker1: "v1.12.11", metal1: "v1.12.11" });
});

it("goes on after a cut between the upgrade of a node and its return", async () => {
  cluster.failAt("kubectl uncordon worker1");
  await expect(carryOut(await planned())).rejects.toThrow("kubectl uncordon worker1: ended with 3");
  expect(cluster.versions["worker1"]).toBe("v1.12.11 cordoned");

  cluster.mend();
  const rest = await planned();
  expect(rest.steps.map(({ action, node }) => `${action} ${node ?? ""}`)).toEqual([
    "finish-talos worker1",
    "upgrade-talos metal1",
    "upgrade-talos cp1",
  ]);
  expect(await carryOut(rest)).toBe(true);
  expect(cluster.versions).toEqual({ cp1: "v1.12.11", worker1: "v1.12.11", metal1: "v1.12.11" });
});

it("touches no node when the cluster is not well, nor when a drain is refused", async () => {
  cluster.failAt("talosctl health");
  await expect(carryOut(await planned())).rejects.toThrow("stopped at step 1 of 4\n  cluster: talosctl health");
  cluster.failAt("kubectl drain worker1");
  await expect(carryOut(await planned())).rejects.toThrow("stopped at step 2 of 4\n  worker1: kubectl drain worker1");
  expect(cluster.versions).toEqual({ cp1: "v1.12.3", worker1: "v1.12.3", metal1: "v1.12.3" });
});

it("notices a machine that came back with its old version", async () => {
  cluster.rollBack("worker1");
  await expect(carryOut(await planned())).rejects.toThrow(
    "the machine runs v1.12.3 and not v1.12.11: it went back, because the new version did not start",
  );
});

it("stops before a step that is declined", async () => {
  expect(await carryOut(await planned(), (step) => step < 3)).toBe(false);
  expect(cluster.versions).toEqual({ cp1: "v1.12.3", worker1: "v1.12.11", metal1: "v1.12.3" });
  expect(told.at(-1)).toBe("stopped before step 3; the same command goes on from here");
});
