import { validDefinition, withMachine } from "../stack/testing/valid-stack";
import { allocatableOf } from "./allocatable";
import { capabilityLabels, memoryClassOf, powerClassOf } from "./capabilities";
import { taintsOf } from "./control-plane-taint";
import type { Machine } from "./machine";
import { nodeLabelsOf } from "./node-labels";
import { normalizeHardware } from "./normalize";
import { machineSchema, type MachineRow } from "./schema";

const row: MachineRow = {
  name: "node1",
  role: "worker",
  pool: "apps",
  cpu: { model: "AMD Ryzen 7 5800U", cores: 8, threads: 16 },
  memory: "16Gi",
  power: { idleWatts: 6, tdpWatts: 15 },
  address: "192.168.1.13",
};
const machine = (change: Partial<MachineRow> = {}) => machineSchema.parse({ ...row, ...change });
const mebibyte = 1024 ** 2;

describe("allocatable", () => {
  it("is what Talos leaves on a worker", () => {
    expect(allocatableOf(machine(), "talos")).toEqual({
      cpuMilli: 15_950,
      memoryBytes: (16 * 1024 - 384 - 100) * mebibyte,
      pods: 110,
      extended: {},
    });
  });

  it("is less on a control plane", () => {
    expect(allocatableOf(machine({ role: "control-plane" }), "talos").memoryBytes).toBe((16 * 1024 - 512 - 100) * mebibyte);
  });

  it("is what Berth has K3s leave", () => {
    expect(allocatableOf(machine({ maxPods: 50 }), "k3s")).toEqual({
      cpuMilli: 15_900,
      memoryBytes: (16 * 1024 - 400 - 100) * mebibyte,
      pods: 50,
      extended: {},
    });
    expect(allocatableOf(machine({ role: "control-plane" }), "k3s")).toMatchObject({
      cpuMilli: 15_700,
      memoryBytes: (16 * 1024 - 1200 - 100) * mebibyte,
    });
  });

  it("is what the cluster reports, where it does", () => {
    expect(allocatableOf(machine({ observedAllocatable: { cpu: "15900m", memory: "14836Mi" } }), "talos")).toEqual({
      cpuMilli: 15_900,
      memoryBytes: 14_836 * mebibyte,
      pods: 110,
      extended: {},
    });
  });

  it("counts each card as often as it is shared", () => {
    const gpus = [4, 1].map((shares) => ({ vendor: "intel" as const, model: "arc-130t", resource: "gpu.intel.com/i915", shares }));
    expect(allocatableOf(machine({ gpus }), "talos").extended).toEqual({ "gpu.intel.com/i915": 5 });
  });

  it("has what it says of its disk and of other devices", () => {
    const more = machine({ ephemeralStorage: "100Gi", extendedResources: { "squat.ai/serial": 2 } });
    expect(allocatableOf(more, "talos").extended).toEqual({ "ephemeral-storage": 100 * 1024 ** 3, "squat.ai/serial": 2 });
  });
});

describe("capabilities", () => {
  it.each([
    [16, "low"],
    [19.9, "low"],
    [20, "standard"],
    [32, "standard"],
    [40, "high"],
    [64, "high"],
  ])("%s GiB of memory are %s", (gibibytes, expected) => {
    expect(memoryClassOf(gibibytes * 1024 ** 3)).toBe(expected);
  });

  it.each([
    [6, "efficient"],
    [15, "efficient"],
    [16, "standard"],
    [35, "standard"],
    [45, "performance"],
  ])("%s W are %s", (watts, expected) => {
    expect(powerClassOf(watts)).toBe(expected);
  });

  it("become labels", () => {
    const full = machine({
      gpus: [{ vendor: "amd", model: "vega-8", resource: "amd.com/gpu" }],
      devices: ["zigbee", "coral"],
      zone: "attic",
      labels: { "example.com/rack": "a" },
    });
    expect(capabilityLabels(full, 64 * 1024 ** 3)).toEqual({
      "berth.dev/pool": "apps",
      "berth.dev/memory-class": "high",
      "berth.dev/power-class": "efficient",
      "berth.dev/gpu-vendor": "amd",
      "berth.dev/gpu-model": "vega-8",
      "berth.dev/device.zigbee": "true",
      "berth.dev/device.coral": "true",
      "topology.kubernetes.io/zone": "attic",
    });
  });
});

describe("taints", () => {
  const controlPlane = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" };

  it("keep workloads off a Talos control plane by default", () => {
    expect(taintsOf(machine({ role: "control-plane" }), "talos")).toEqual([controlPlane]);
    expect(taintsOf(machine({ role: "control-plane", taints: [{ key: controlPlane.key, effect: "NoSchedule" }] }), "talos")).toEqual([
      controlPlane,
    ]);
    expect(taintsOf(machine(), "talos")).toEqual([]);
  });

  it("do not where control planes take ordinary workloads", () => {
    expect(taintsOf(machine({ role: "control-plane" }), "talos", true)).toEqual([]);
    expect(taintsOf(machine({ role: "control-plane", taints: [{ key: "a", effect: "NoSchedule" }] }), "talos", true)).toEqual([
      { key: "a", value: "", effect: "NoSchedule" },
    ]);
  });

  it("do so on a K3s server only where the table says so", () => {
    expect(taintsOf(machine({ role: "control-plane" }), "k3s")).toEqual([]);
    expect(taintsOf(machine({ role: "control-plane", taints: [{ key: controlPlane.key, effect: "NoSchedule" }] }), "k3s")).toEqual([
      controlPlane,
    ]);
  });
});

describe("a normalised table", () => {
  it("has every value that follows", () => {
    const { profile, findings, machineNames } = normalizeHardware(
      withMachine("worker1", { labels: { "example.com/rack": "a" }, zone: "attic" }).hardware,
    );
    expect(findings).toEqual([]);
    expect(machineNames).toEqual(["cp1", "gpu1", "worker1"]);
    expect(profile).toMatchObject({
      clusterName: "valid",
      endpoint: "https://192.168.1.10:6443",
      kubernetesVersion: "1.35.4",
      operatingSystem: { kind: "talos", version: "v1.12.3" },
      hosts: [],
    });
    const worker: Machine = {
      name: "worker1",
      role: "worker",
      pool: "apps",
      cpuModel: "AMD Ryzen 7 5800U",
      cores: 8,
      threads: 16,
      memoryBytes: 17_179_869_184,
      allocatable: { cpuMilli: 15_950, memoryBytes: 16_672_358_400, pods: 110, extended: {} },
      power: { idleWatts: 6, fullWatts: 15 },
      gpus: [],
      cards: [],
      devices: [],
      address: "192.168.1.13",
      extensions: [],
      labels: {
        "berth.dev/pool": "apps",
        "berth.dev/memory-class": "low",
        "berth.dev/power-class": "efficient",
        "topology.kubernetes.io/zone": "attic",
        "example.com/rack": "a",
      },
      discoveredLabels: {},
      taints: [],
    };
    expect(profile?.machines[2]).toEqual(worker);
    expect(profile?.machines[1]?.discoveredLabels).toEqual({ "intel.feature.node.kubernetes.io/gpu": "true" });
  });

  it("says what a node is labelled in the end", () => {
    const [controlPlane, gpu] = normalizeHardware(validDefinition.hardware).profile?.machines ?? [];
    expect(controlPlane && nodeLabelsOf(controlPlane, "talos")).toMatchObject({
      "kubernetes.io/hostname": "cp1",
      "kubernetes.io/os": "linux",
      "node-role.kubernetes.io/control-plane": "",
    });
    expect(controlPlane && nodeLabelsOf(controlPlane, "k3s")).toMatchObject({ "node-role.kubernetes.io/control-plane": "true" });
    expect(gpu && nodeLabelsOf(gpu, "talos")).toEqual({
      "berth.dev/pool": "apps",
      "berth.dev/memory-class": "high",
      "berth.dev/power-class": "performance",
      "berth.dev/gpu-vendor": "intel",
      "berth.dev/gpu-model": "arc-130t",
      "berth.dev/device.zigbee": "true",
      "intel.feature.node.kubernetes.io/gpu": "true",
      "kubernetes.io/hostname": "gpu1",
      "kubernetes.io/os": "linux",
    });
  });
});
