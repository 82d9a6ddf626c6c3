import type { FleetRow } from "./fleet-schema";
import { normalizeHardware } from "./normalize";
import type { HardwareTable } from "./schema";

const fleet: FleetRow = {
  name: "mesh",
  provider: "contabo",
  product: "V92",
  count: { min: 3, max: 6, initial: 4 },
  servers: 3,
  pool: "mesh",
};
const table: HardwareTable = {
  cluster: {
    name: "mesh",
    endpoint: "https://mesh.example.com:6443",
    kubernetesVersion: "1.35.4",
    operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" },
    allowSchedulingOnControlPlanes: true,
  },
  machines: [],
  fleets: [fleet],
};

const withFleet = (change: Partial<FleetRow>): HardwareTable => ({ ...table, fleets: [{ ...fleet, ...change }] });

describe("a fleet", () => {
  it("becomes as many machines as its row says: the first are servers, the others agents", () => {
    const { profile, machineNames, findings } = normalizeHardware(table);
    expect(findings).toEqual([]);
    expect(machineNames).toEqual(["mesh-node-1", "mesh-node-2", "mesh-node-3", "mesh-node-4"]);
    expect(profile?.machines.map(({ name, role }) => `${name} ${role}`)).toEqual([
      "mesh-node-1 control-plane",
      "mesh-node-2 control-plane",
      "mesh-node-3 control-plane",
      "mesh-node-4 worker",
    ]);
    expect(profile?.fleets).toMatchObject([{ name: "mesh", minCount: 3, maxCount: 6, servers: 3, machines: machineNames }]);
  });

  it("becomes as many as berth:nodes says", () => {
    expect(normalizeHardware(table, 6).machineNames).toHaveLength(6);
    expect(normalizeHardware(table, 3).profile?.machines.map(({ role }) => role)).toEqual([
      "control-plane",
      "control-plane",
      "control-plane",
    ]);
  });

  it("leaves pods what its product has, less what the kernel keeps and what its kubelet is told to", () => {
    const machines = normalizeHardware(table).profile?.machines ?? [];
    // 8 GiB less 200 MiB; a server keeps 300m and 1300 MiB of it, an agent 100m and 500 MiB.
    expect(machines.map(({ allocatable: { cpuMilli, memoryBytes } }) => [cpuMilli, memoryBytes / 1024 ** 2])).toEqual([
      [3700, 6692],
      [3700, 6692],
      [3700, 6692],
      [3900, 7492],
    ]);
  });

  it("tells what stays from what goes when it shrinks", () => {
    const labels = normalizeHardware(table, 5).profile?.machines.map((machine) => machine.labels["berth.dev/lifecycle"]);
    expect(labels).toEqual(["permanent", "permanent", "permanent", "elastic", "elastic"]);
  });

  it("has no address before it is ordered, no watts of ours, and says what is ordered", () => {
    const [machine] = normalizeHardware(withFleet({ region: "US-east", periodMonths: 12, zone: "east" })).profile?.machines ?? [];
    expect(machine).not.toHaveProperty("address");
    expect(machine).toMatchObject({
      power: { idleWatts: 0, fullWatts: 0 },
      labels: { "berth.dev/pool": "mesh", "berth.dev/memory-class": "low", "topology.kubernetes.io/zone": "east" },
      rented: {
        fleet: "mesh",
        provider: "contabo",
        product: { id: "V92" },
        region: "US-east",
        periodMonths: 12,
        image: "ubuntu-24.04",
        permanent: true,
      },
    });
    expect(machine?.labels).not.toHaveProperty(["berth.dev/power-class"]);
  });
});

describe("a fleet that cannot be is told with its fix:", () => {
  const k3s = table.cluster;
  it.each<[string, HardwareTable, number | undefined, { path: string; message: string; value?: string; fix: string }]>([
    [
      "more nodes than its most",
      table,
      7,
      {
        path: "berth:nodes",
        message: 'is more than the most that fleet "mesh" may have (6)',
        value: "7",
        fix: "use 3 to 6: pulumi config set berth:nodes 6",
      },
    ],
    [
      "fewer nodes than its fewest",
      table,
      2,
      {
        path: "berth:nodes",
        message: 'is less than the fewest that fleet "mesh" may have (3)',
        value: "2",
        fix: "use 3 to 6: pulumi config set berth:nodes 3",
      },
    ],
    [
      "a number for a fleet that has a fixed one",
      withFleet({ count: { min: 3, max: 3, initial: 3 } }),
      3,
      {
        path: "berth:nodes",
        message: "is set, and the stack has no fleet whose number varies",
        value: "3",
        fix: "run: pulumi config rm berth:nodes",
      },
    ],
    [
      "bounds the wrong way round",
      withFleet({ count: { min: 6, max: 3, initial: 3 } }),
      undefined,
      { path: "fleets[mesh].count.min", message: "is more than max (3)", value: "6", fix: "use at most 3" },
    ],
    [
      "a first number out of bounds",
      withFleet({ count: { min: 3, max: 6, initial: 7 } }),
      undefined,
      { path: "fleets[mesh].count.initial", message: "lies outside of min and max, 3 to 6", value: "7", fix: "use 3 to 6" },
    ],
    [
      "servers that scaling down would take",
      withFleet({ servers: 5 }),
      undefined,
      {
        path: "fleets[mesh].servers",
        message: "is more than count.min (3): with fewer, etcd would lose members for good",
        value: "5",
        fix: "raise count.min to 5, or use fewer servers",
      },
    ],
    [
      "a product that nobody rents out",
      withFleet({ product: "V45" }),
      undefined,
      {
        path: "fleets[mesh].product",
        message: "is not in the table of products",
        value: '"V45"',
        fix: 'did you mean "V95"?',
      },
    ],
    [
      "Talos on rented servers",
      { ...table, cluster: { ...k3s, operatingSystem: { kind: "talos", version: "v1.12.11" } } },
      undefined,
      {
        path: "fleets[mesh]",
        message: "is rented with an operating system on it, and Talos does not run on that",
        value: "talos",
        fix: 'use operatingSystem: { kind: "k3s", … }, or list the machines in machines',
      },
    ],
    [
      "a second number that varies",
      { ...table, fleets: [{ ...fleet, count: { min: 3, max: 3, initial: 3 } }, fleet, { ...fleet, name: "other" }].slice(1) },
      undefined,
      {
        path: "fleets[other].count",
        message: 'varies, and so does that of fleet "mesh": berth:nodes can be the number of only one',
        fix: "give one of them a fixed number, such as { min: 4, max: 4, initial: 4 }",
      },
    ],
  ])("%s", (_, wrong, nodes, finding) => {
    expect(normalizeHardware(wrong, nodes).findings).toContainEqual(finding);
  });

  it("no machine at all", () => {
    expect(normalizeHardware({ ...table, fleets: [] }).findings).toEqual([{ path: "machines", message: "must not be empty", value: "[]" }]);
  });

  it("the name of a machine of the table", () => {
    const [row] = normalizeHardware(table).machineNames;
    const machine = {
      name: row ?? "",
      role: "worker" as const,
      pool: "mesh",
      cpu: { model: "x", cores: 4, threads: 4 },
      memory: "8Gi",
      power: { idleWatts: 1, tdpWatts: 2 },
      address: "192.0.2.1",
    };
    expect(normalizeHardware({ ...table, machines: [machine] }).findings).toContainEqual({
      path: "machines[mesh-node-1].name",
      message: 'is the name of two machines, at 192.0.2.1 and of fleet "mesh"',
      fix: "give one of them another name",
    });
  });
});
