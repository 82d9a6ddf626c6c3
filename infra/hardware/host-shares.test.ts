import { hostShares } from "./host-shares";
import { normalizeHardware } from "./normalize";
import type { HardwareTable, MachineRow } from "./schema";

const machine = (name: string, change: Partial<MachineRow> = {}): MachineRow => ({
  name,
  role: name === "cp1" ? "control-plane" : "worker",
  pool: "all",
  host: "pve1",
  cpu: { model: "Intel Xeon E5-2699 v4", cores: 8, threads: 8 },
  memory: "16Gi",
  power: { idleWatts: 0, tdpWatts: 20 },
  address: `10.0.0.${name.length + Number(name.at(-1))}`,
  ...change,
});

const table: HardwareTable = {
  cluster: {
    name: "small",
    endpoint: "https://10.0.0.4:6443",
    kubernetesVersion: "1.35.4",
    operatingSystem: { kind: "talos", version: "v1.12.11" },
  },
  hosts: [
    { name: "pve1", threads: 12, memory: "64Gi", overcommit: { cpuRatio: 2 } },
    { name: "spare", threads: 4, memory: "8Gi" },
  ],
  machines: [machine("cp1"), machine("worker1", { memory: "24Gi" })],
};

function sharesOf(hardware: HardwareTable, nodes?: readonly string[]): ReturnType<typeof hostShares> {
  const { profile, findings } = normalizeHardware(hardware);
  expect(findings).toEqual([]);
  return profile === undefined ? [] : hostShares(profile, nodes);
}

it("sets what a host has promised against what it has; hosts that carry nothing are left out", () => {
  expect(sharesOf(table)).toEqual([
    {
      name: "pve1",
      cpu: { threads: 12, promisedThreads: 16 },
      memory: { physicalMiB: 65_536, reservedMiB: 2048, promisedMiB: 40_960 },
      guests: [
        { kind: "machine", name: "cp1", threads: 8, memoryMiB: 16_384, cards: [] },
        { kind: "machine", name: "worker1", threads: 8, memoryMiB: 24_576, cards: [] },
      ],
    },
  ]);
});

it("leaves out machines that are assumed to be gone", () => {
  expect(sharesOf(table, ["cp1"])).toMatchObject([
    { cpu: { promisedThreads: 8 }, memory: { promisedMiB: 16_384 }, guests: [{ name: "cp1" }] },
  ]);
  expect(sharesOf(table, [])).toEqual([]);
});

it("is empty where machines are made of metal", () => {
  expect(sharesOf({ ...table, hosts: [], machines: table.machines.map((row) => ({ ...row, host: undefined })) })).toEqual([]);
});
