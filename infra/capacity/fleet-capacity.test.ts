import { fleetOfStack } from "../autoscaling/fleet-of-stack";
import { fleetDefinition } from "../autoscaling/testing/fleet-definition";
import { stackConfigSchema } from "../stack/config";
import type { WorkloadRow } from "../workloads/schema";
import type { FleetCapacity } from "./capacity-document";
import { fleetCapacity } from "./fleet-capacity";

function capacityOf(change: Readonly<Record<string, Partial<WorkloadRow>>> = {}, nodes?: number): FleetCapacity {
  const workloads = fleetDefinition.workloads.map((row) => ({ ...row, ...change[row.name] }));
  return fleetCapacity(fleetOfStack({ ...fleetDefinition, workloads }, stackConfigSchema.parse({ nodes })));
}

const summary = ({ loads }: FleetCapacity): unknown =>
  loads.map(({ load, pods, servers, costPerMonth, waiting }) => [load, pods, servers, costPerMonth, waiting.map((each) => each.pods)]);

describe("the servers that each load takes", () => {
  // A server has 3700m for pods, an agent 3900m: two workers of 1500m each.
  it("are the fewest with which every pod has a node, with what they cost and what waits now", () => {
    const capacity = capacityOf();
    expect(capacity).toMatchObject({
      servers: { min: 3, max: 6, now: 3 },
      price: { currency: "EUR", perServerAndMonth: 4.5, source: "VPS 10 SSD, price list of 2025-05" },
      costPerMonth: 13.5,
    });
    expect(summary(capacity)).toEqual([
      ["minimum", 2, 3, 13.5, []],
      ["normal", 3, 3, 13.5, []],
      ["peak", 10, 4, 18, [2]],
      ["largest", 10, 4, 18, [2]],
    ]);
    expect(capacity.loads[2]).toMatchObject({
      cpuMilli: 13_000,
      memoryMiB: 10_240,
      waiting: [{ namespace: "apps", name: "worker", pods: 2 }],
    });
  });

  it("count what the VPA may make of pods, unless it only says so", () => {
    const max = { cpu: "2", memory: "4Gi" };
    const largest = (mode: "InPlaceOrRecreate" | "Off"): unknown =>
      capacityOf({ web: { verticalScaling: { mode, max } } }).loads[3]?.servers;
    expect([largest("InPlaceOrRecreate"), largest("Off")]).toEqual([5, 4]);
  });

  it("are told beyond the most that there may be, up to twice as many", () => {
    const workers = (maxReplicas: number): Partial<WorkloadRow> => {
      const scaling = fleetDefinition.workloads.find(({ name }) => name === "worker")?.scaling;
      return scaling === undefined ? {} : { scaling: { ...scaling, maxReplicas } };
    };
    expect(capacityOf({ worker: workers(20) }).loads[2]).toMatchObject({ servers: 10, costPerMonth: 45 });
    const tooMany = capacityOf({ worker: workers(60) }).loads[2];
    expect(tooMany).not.toHaveProperty("servers");
    expect(tooMany).not.toHaveProperty("costPerMonth");
  });

  it("do not depend on how many there are; what waits does", () => {
    const [three, five] = [capacityOf({}, 3), capacityOf({}, 5)];
    const needed = ({ loads }: FleetCapacity): unknown => loads.map(({ servers }) => servers);
    expect(needed(five)).toEqual(needed(three));
    expect([five.costPerMonth, five.loads[2]?.waiting]).toEqual([22.5, []]);
  });

  it("has DaemonSets on each of them", () => {
    const agent: WorkloadRow = {
      namespace: "apps",
      name: "agent",
      kind: "DaemonSet",
      managedBy: "helm",
      requests: { cpu: "800m", memory: "64Mi" },
    };
    const definition = { ...fleetDefinition, workloads: [...fleetDefinition.workloads, agent] };
    const { loads } = fleetCapacity(fleetOfStack(definition, stackConfigSchema.parse({})));
    // Beside it a server has room for one worker, and an agent for two.
    expect(loads[1]).toMatchObject({ pods: 6, servers: 3 });
    expect(loads[2]?.servers).toBe(6);
  });
});

describe("the balance of autoscaling", () => {
  it("is what goes to zero at normal load, less what the autoscalers request", () => {
    const keda: WorkloadRow = {
      namespace: "keda",
      name: "keda-operator",
      kind: "Deployment",
      managedBy: "helm",
      requests: { cpu: "100m", memory: "100Mi" },
    };
    const definition = {
      ...fleetDefinition,
      namespaces: [...fleetDefinition.namespaces, { name: "keda", tier: "1-cluster" as const }],
      workloads: [...fleetDefinition.workloads, keda],
    };
    expect(fleetCapacity(fleetOfStack(definition, stackConfigSchema.parse({}))).scaling).toEqual({
      overhead: [{ id: "keda/keda-operator", pods: 1, cpuMilli: 100, memoryMiB: 100 }],
      released: [{ id: "apps/worker", pods: 1, cpuMilli: 1500, memoryMiB: 1024 }],
      net: { pods: 0, cpuMilli: 1400, memoryMiB: 924 },
    });
  });
});
