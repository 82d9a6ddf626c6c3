import { loadSolver, type Solver } from "../../infra/placement/exact/solver";
import { describePlan } from "../../infra/placement/plan";
import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";
import { assign } from "../../infra/placement/search/assign";
import type { Failure } from "../../infra/placement/what-if/failure-document";
import { simulateFailures } from "../../infra/placement/what-if/failures";
import { type StackConfigInput, stackConfigSchema } from "../../infra/stack/config";
import type { StackDefinition } from "../../infra/stack/definition";
import { loadStack } from "../../infra/stack/load-stack";
import type { Stack } from "../../infra/stack/stack";
import { definition } from "./definition";

const homeAutomation = ["homeassistant/homeassistant", "mosquitto/mosquitto", "zigbee2mqtt/zigbee2mqtt"];

function planned(config: StackConfigInput = {}, changed: StackDefinition = definition, solver?: Solver) {
  const stack = loadStack(changed, stackConfigSchema.parse(config));
  const assignment = assign(stack.problem, solver);
  return { stack, assignment, plan: describePlan(stack.problem, assignment) };
}

function workload(of: Plan, id: string): PlannedWorkload | undefined {
  return of.workloads.find(({ namespace, name }) => `${namespace}/${name}` === id);
}

describe.each<StackConfigInput>([{ objective: "balance" }, { objective: "power" }])("the plan with %j", (config) => {
  let plan: Plan;
  let stack: Stack;

  beforeAll(async () => {
    ({ plan, stack } = planned(config, definition, await loadSolver()));
  });

  test("places everything, and is proven to be the best", () => {
    expect(plan.unplaced).toEqual([]);
    expect(plan.status).toBe("optimal");
  });

  test.each(homeAutomation)("has %s where the dongle is", (id) => {
    expect(workload(plan, id)?.nodes).toEqual(["metal0"]);
  });

  test("has Jellyfin on an Intel GPU", () => {
    expect(["metal1", "metal2"]).toEqual(expect.arrayContaining([...(workload(plan, "media/jellyfin")?.nodes ?? ["nowhere"])]));
  });

  test("keeps every node under its ceilings", () => {
    const { cpuPercent, memoryPercent } = stack.problem.ceilings.worker;
    const over = plan.nodes.filter(
      ({ cpu, memory }) =>
        100 * cpu.afterMilli > cpuPercent * cpu.allocatableMilli || 100 * memory.afterMiB > memoryPercent * memory.allocatableMiB,
    );
    expect(over).toEqual([]);
  });

  test("keeps both of what there are two of on different nodes", () => {
    const two = plan.workloads.filter(({ replicas, name }) => replicas === 2 && name !== "rest" && name !== "intel-gpu-plugin");
    expect(two.map(({ name, nodes }) => [name, nodes.length])).toEqual([
      ["ceph-csi-cephfs-provisioner", 2],
      ["ceph-csi-rbd-provisioner", 2],
      ["ingress-nginx-controller", 2],
      ["cilium-operator", 2],
      ["coredns", 2],
    ]);
  });
});

test("home automation follows the dongle to another machine", () => {
  const usb = definition.hardware.machines.flatMap(({ vm }) => vm?.usb ?? []);
  const machines = definition.hardware.machines.map(({ vm, ...machine }) => ({
    ...machine,
    ...(vm === undefined ? {} : { vm: { ...vm, usb: machine.name === "metal2" ? usb : [] } }),
  }));
  const { plan } = planned({}, { ...definition, hardware: { ...definition.hardware, machines } });
  expect(homeAutomation.map((id) => workload(plan, id)?.nodes)).toEqual([["metal2"], ["metal2"], ["metal2"]]);
});

test("the tiers put the core first and what can wait last", () => {
  const { stack } = planned();
  const tiers = Object.groupBy(stack.namespaces, ({ tier }) => tier);
  const names = (tier: keyof typeof tiers): readonly string[] => (tiers[tier] ?? []).map(({ name }) => name).sort();
  expect(names("0-core")).toEqual([
    "ceph-csi-cephfs",
    "ceph-csi-rbd",
    "csi-driver-nfs",
    "ingress-nginx",
    "kube-system",
    "snapshot-controller",
  ]);
  expect(names("1-cluster")).toEqual(expect.arrayContaining(["vaultwarden", "homeassistant", "mosquitto", "zigbee2mqtt"]));
  expect(names("4-aux")).toEqual(["renovate"]);
});

describe("the loss of a node", () => {
  let failures: readonly Failure[];
  const loss = (name: string): Failure | undefined => failures.find((failure) => failure.name === name);
  const ids = (rows: Failure["waits"] | undefined): readonly string[] => (rows ?? []).map(({ namespace, name }) => `${namespace}/${name}`);

  beforeAll(async () => {
    const { stack, assignment, plan } = planned({}, definition, await loadSolver());
    failures = [...simulateFailures(stack.problem, assignment, plan)];
  });

  test("is survived by the control plane, whichever it is", () => {
    expect(failures.map(({ name, controlPlaneWorks }) => [name, controlPlaneWorks])).toEqual([
      ["metal0", true],
      ["metal1", true],
      ["metal2", true],
      ["metal3", true],
    ]);
  });

  test("of metal0 takes home automation down, and nothing else", () => {
    expect(ids(loss("metal0")?.waits)).toEqual(homeAutomation);
    const why = new Set(loss("metal0")?.waits.flatMap(({ blockedBy }) => blockedBy));
    expect([...why]).toContain("requirements: metal1, metal2, metal3");
  });

  test.each(["metal1", "metal2", "metal3"])("of %s takes nothing down", (name) => {
    expect(ids(loss(name)?.waits)).toEqual([]);
  });
});
