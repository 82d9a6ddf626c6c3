import { loadSolver } from "../../infra/placement/exact/solver";
import { assign } from "../../infra/placement/search/assign";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { exceedsMemoryLimitWarning, memoryLimits, type NodeMemoryLimits } from "../../infra/stack/memory-limits";
import { definition } from "./definition";

const stack = loadStack(definition, stackConfigSchema.parse({}));
let limits: readonly NodeMemoryLimits[];

beforeAll(async () => {
  limits = memoryLimits(stack, assign(stack.problem, await loadSolver()));
});

const mebibyte = 1024 ** 2;

function percentOf(node: string, when: "before" | "after"): number {
  const row = limits.find((each) => each.node === node);
  return (100 * (row?.[when].limitBytes ?? Number.NaN)) / (row?.allocatableBytes ?? 0);
}

describe("the hardware of seed 004", () => {
  test("allocatable is what Talos leaves of the machines", () => {
    expect(
      stack.hardware.machines.map(({ name, allocatable }) => [name, allocatable.cpuMilli, allocatable.memoryBytes / mebibyte]),
    ).toEqual([
      ["metal0", 3950, 44 * 1024 - 612],
      ["metal1", 3950, 27 * 1024 - 612],
      ["metal2", 3950, 27 * 1024 - 612],
      ["metal3", 3950, 10 * 1024 - 484],
    ]);
  });

  test("every host's machines, containers and own needs fit into its memory", () => {
    const carried = stack.hardware.hosts.map(({ name, memoryBytes, reservedMemoryBytes }) => {
      const machines = stack.hardware.machines.filter(({ host }) => host === name).reduce((sum, machine) => sum + machine.memoryBytes, 0);
      const containersMiB = stack.hardware.containers
        .filter(({ host }) => host === name)
        .reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
      return [name, ((machines + reservedMemoryBytes) / mebibyte + containersMiB) / 1024, memoryBytes / mebibyte / 1024];
    });
    expect(carried).toEqual([
      ["mirkwood", 57, 64],
      ["rohan", 32, 32],
      ["gondor", 32, 32],
      ["rivendell", 15, 16],
    ]);
  });

  test("the control planes take workloads, so none has a taint", () => {
    expect(stack.hardware.machines.map(({ name, role, taints }) => [name, role, taints])).toEqual([
      ["metal0", "control-plane", []],
      ["metal1", "control-plane", []],
      ["metal2", "control-plane", []],
      ["metal3", "worker", []],
    ]);
  });

  test("the N100s' GPUs are their machines', and the AMD one is no machine's", () => {
    expect(stack.hardware.machines.map(({ name, allocatable }) => [name, allocatable.extended])).toEqual([
      ["metal0", {}],
      ["metal1", { "gpu.intel.com/i915": 4 }],
      ["metal2", { "gpu.intel.com/i915": 4 }],
      ["metal3", {}],
    ]);
  });
});

describe("the risk that the seed knows", () => {
  // Seed 004, "Known Issues": metal1 memory overcommit: memory limits at ~96 %.
  test("memory limits on metal1 added up to 96 % of its memory", () => {
    expect(Math.abs(percentOf("metal1", "before") - 96)).toBeLessThanOrEqual(0.5);
  });

  test("no other node was above the warning", () => {
    expect(limits.filter((row) => exceedsMemoryLimitWarning(row, "before")).map(({ node }) => node)).toEqual(["metal1"]);
  });

  test("the plan takes every node below it", () => {
    expect(limits.filter((row) => exceedsMemoryLimitWarning(row, "after"))).toEqual([]);
    expect(limits.find(({ node }) => node === "metal1")?.relievedBy).not.toEqual([]);
  });
});

describe("the seed's workloads", () => {
  test("all run on the three nodes that there were; metal3 is new", () => {
    const current = stack.workloads.filter(({ kind }) => kind !== "DaemonSet").flatMap(({ current: nodes }) => Object.keys(nodes));
    expect([...new Set(current)].sort()).toEqual(["metal0", "metal1", "metal2"]);
  });

  test("only what Berth adds was not there", () => {
    const added = stack.workloads.filter(({ current }) => Object.keys(current).length === 0).map(({ id }) => id);
    expect(added.sort()).toEqual([
      "kube-system/descheduler",
      "kyverno/kyverno-admission-controller",
      "kyverno/kyverno-background-controller",
      "kyverno/kyverno-cleanup-controller",
      "kyverno/kyverno-reports-controller",
    ]);
  });

  test.each([
    "vaultwarden/vaultwarden",
    "homeassistant/homeassistant",
    "mosquitto/mosquitto",
    "zigbee2mqtt/zigbee2mqtt",
    "media/jellyfin",
    "media/transmission",
    "media/radarr",
    "media/sonarr",
    "media/prowlarr",
    "media/lidarr",
    "media/jellyseerr",
    "nextcloud/nextcloud",
    "immich/immich-server",
    "paperless/paperless",
    "grocy/grocy",
    "babybuddy/babybuddy",
    "monitoring-system/prometheus",
    "monitoring-system/grafana",
    "monitoring-system/alertmanager",
    "cert-manager/cert-manager",
    "renovate/renovate",
    "ingress-nginx/ingress-nginx-controller",
  ])("%s is Argo CD's", (id) => {
    expect(stack.workloads.find((workload) => workload.id === id)?.managedBy).toBe("argocd");
  });

  test("what keeps data keeps it on Ceph, so that no pod is tied to a node's disk", () => {
    const volumes = stack.workloads.flatMap(({ volumes: ofWorkload }) => ofWorkload);
    expect(volumes.filter(({ storage }) => storage !== "network")).toEqual([]);
    const retained = stack.workloads.filter(({ volumes: own }) => own.some(({ storageClass }) => storageClass === "ceph-block-retain"));
    expect(retained.map(({ id }) => id)).toEqual(["vaultwarden/vaultwarden"]);
  });
});
