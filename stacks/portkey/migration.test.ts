import type { MigrationPhase, MigrationTable } from "../../infra/migration/migration";
import type { ClusterState, Migration, MigrationMoment } from "../../infra/migration/migration-document";
import { simulateMigration } from "../../infra/migration/simulate-migration";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";
import { migration } from "./migration";

const stack = loadStack(definition, stackConfigSchema.parse({}));

const simulated = simulateMigration(migration, stack);

function moment(phase: number, when: MigrationMoment["moment"], of: Migration = simulated): MigrationMoment {
  const found = of.moments.find((each) => each.phase === phase && each.moment === when);
  if (found === undefined) {
    throw new Error(`there is no moment ${when} of phase ${phase}`);
  }
  return found;
}

function cluster(name: string, { clusters }: MigrationMoment): ClusterState | undefined {
  return clusters.find((each) => each.name === name);
}

/** The table with some of a phase's fields replaced. */
function withPhase(number: number, change: Partial<MigrationPhase>): MigrationTable {
  return { ...migration, phases: migration.phases.map((phase, index) => (index + 1 === number ? { ...phase, ...change } : phase)) };
}

test("what is left holds the load at every moment", () => {
  const { moments } = simulated;
  expect(moments.map(({ phase, moment: when, clusters }) => [phase, when, clusters.map(({ name, holds }) => [name, holds])])).toEqual([
    [0, "before", [["K3s", true]]],
    [1, "rebuilding", [["K3s", true]]],
    [
      1,
      "after",
      [
        ["K3s", true],
        ["Talos", true],
      ],
    ],
    [
      2,
      "after",
      [
        ["K3s", true],
        ["Talos", true],
      ],
    ],
    [
      3,
      "rebuilding",
      [
        ["K3s", true],
        ["Talos", true],
      ],
    ],
    [
      3,
      "after",
      [
        ["K3s", true],
        ["Talos", true],
      ],
    ],
    [4, "rebuilding", [["Talos", true]]],
    [4, "after", [["Talos", true]]],
    [5, "after", [["Talos", true]]],
  ]);
});

test("etcd tolerates a failure before the first phase and after metal0 has joined, and at no moment between", () => {
  const { moments } = simulated;
  const etcd = moments.map(({ phase, clusters }) => [phase, ...clusters.map(({ etcd: { members, tolerates } }) => [members, tolerates])]);
  expect(etcd).toEqual([
    [0, [3, 1]],
    [1, [2, 0]],
    [1, [2, 0], [1, 0]],
    [2, [2, 0], [1, 0]],
    [3, [1, 0], [1, 0]],
    [3, [1, 0], [2, 0]],
    [4, [2, 0]],
    [4, [3, 1]],
    [5, [3, 1]],
  ]);
});

test("metal1 has to leave the K3s cluster's etcd before it is stopped; metal2 is outlasted", () => {
  expect(moment(1, "rebuilding").stopsWithoutRemoval).toBe(false);
  expect(moment(3, "rebuilding").stopsWithoutRemoval).toBe(true);
  expect(moment(4, "rebuilding")).not.toHaveProperty("stopsWithoutRemoval");
});

test("alone on metal0, K3s runs one of each two that must be apart", () => {
  const alone = cluster("K3s", moment(3, "after"));
  expect(alone?.missing.map(({ namespace, name, pods, missing }) => [namespace, name, pods, missing])).toEqual([
    ["ceph-csi-cephfs", "ceph-csi-cephfs-provisioner", 2, 1],
    ["ceph-csi-rbd", "ceph-csi-rbd-provisioner", 2, 1],
    ["kube-system", "cilium-operator", 2, 1],
  ]);
});

test("home automation stands still while metal0 is rebuilt, and only then", () => {
  expect(simulated.moments.flatMap(({ phase, paused }) => paused.map((name) => [phase, name]))).toEqual([
    [4, "homeassistant"],
    [4, "mosquitto"],
    [4, "zigbee2mqtt"],
  ]);
});

test("moved ahead of the dongle, home automation has no node", () => {
  const { pauses = [], moves = [] } = migration.phases[3] ?? {};
  const ahead = cluster(
    "Talos",
    moment(4, "rebuilding", simulateMigration(withPhase(4, { pauses: [], moves: [...moves, ...pauses] }), stack)),
  );
  expect(ahead?.holds).toBe(false);
  expect(ahead?.missing.map(({ name, blockedBy }) => [name, blockedBy])).toEqual(
    ["homeassistant", "mosquitto", "zigbee2mqtt"].map((name) => [name, ["requirements: metal1, metal2, metal3"]]),
  );
});

test("left behind in phase 2, Jellyfin has no GPU once metal1 is rebuilt", () => {
  const { moves = [] } = migration.phases[1] ?? {};
  const late: MigrationTable = {
    ...migration,
    phases: migration.phases.map((phase, index) => {
      const changes: Readonly<Record<number, Partial<MigrationPhase>>> = {
        1: { moves: moves.filter((name) => name !== "media") },
        3: { moves: ["media", ...(phase.moves ?? [])] },
      };
      return { ...phase, ...changes[index] };
    }),
  };
  const left = cluster("K3s", moment(3, "rebuilding", simulateMigration(late, stack)));
  expect(left?.holds).toBe(false);
  expect(left?.missing.map(({ name }) => name)).toContain("jellyfin");
});
