import type { Finding } from "../../infra/diagnostics/finding";
import { mistakesIn } from "../../infra/stack/testing/mistakes";
import type { CardRow, HardwareTable, HostRow, MachineRow } from "../../infra/hardware/schema";
import type { StackDefinition } from "../../infra/stack/definition";
import type { WorkloadRow } from "../../infra/workloads/schema";
import { definition } from "./definition";
import { withCardIn } from "./testing/with-card-in";

function withHardware(change: Partial<HardwareTable>): StackDefinition {
  return { ...definition, hardware: { ...definition.hardware, ...change } };
}

function withHost(change: Partial<HostRow>): StackDefinition {
  return withHardware({ hosts: (definition.hardware.hosts ?? []).map((host) => ({ ...host, ...change })) });
}

function withCard(change: Partial<CardRow>): StackDefinition {
  return withHardware({ cards: (definition.hardware.cards ?? []).map((card) => ({ ...card, ...change })) });
}

function withMachine(name: string, change: Partial<MachineRow>): StackDefinition {
  return withHardware({ machines: definition.hardware.machines.map((row) => (row.name === name ? { ...row, ...change } : row)) });
}

function withVm(name: string, change: Partial<NonNullable<MachineRow["vm"]>>): StackDefinition {
  const vm = definition.hardware.machines.find((row) => row.name === name)?.vm;
  return vm === undefined ? definition : withMachine(name, { vm: { ...vm, ...change } });
}

function withWorkload(name: string, change: Partial<WorkloadRow>): StackDefinition {
  return { ...definition, workloads: definition.workloads.map((row) => (row.name === name ? { ...row, ...change } : row)) };
}

test("the stack itself has no mistake", () => {
  expect(mistakesIn(definition)).toEqual([]);
});

const onAll = "(k8s-master, k8s-node1, k8s-node2, k8s-node3, k8s-node4)";

test.each<readonly [string, StackDefinition, Finding]>([
  [
    "a card in a machine that does not exist",
    withCardIn("k8s-node5"),
    {
      path: "cards[tesla-t4].machine",
      message: "is no machine or container of this table",
      value: '"k8s-node5"',
      fix: 'did you mean "k8s-node1"?',
    },
  ],
  [
    "a card of which nobody knows where it sits",
    withCard({ at: {} }),
    {
      path: "cards[tesla-t4].machine",
      message: 'runs on host "r730", and the card has no place in any host',
      value: '"k8s-node1"',
      fix: 'give it to a machine on its host, or say where it sits in the other: at: { r730: { path: "0000:…" } }',
    },
  ],
  [
    "more vCPUs than the ratio allows",
    withHost({ overcommit: { cpuRatio: 1 } }),
    {
      path: "hosts[r730].overcommit.cpuRatio",
      message: `allows 44 virtual processors on 44 threads, and what it carries has 48 ${onAll}`,
      value: "1",
      fix: "give the machines fewer threads, or set cpuRatio: 1.1 if they may wait for each other",
    },
  ],
  [
    "more memory than there is",
    withHost({ memory: "128Gi" }),
    {
      path: "hosts[r730].memory",
      message: `less the 2Gi that it keeps is less than the 160Gi of what it carries ${onAll}`,
      value: '"128Gi"',
      fix: "give the machines less memory: a host that runs out of it kills one of them",
    },
  ],
  [
    "an id twice",
    withVm("k8s-node2", { id: 201 }),
    {
      path: "machines[k8s-node2].vm.id",
      message: 'is the id of machine "k8s-node1" too',
      value: "201",
      fix: "give it an id that nothing else in Proxmox has",
    },
  ],
  [
    "an address twice",
    withMachine("k8s-node2", { address: "10.0.20.101" }),
    {
      path: "machines[k8s-node2].address",
      message: 'is the address of machine "k8s-node1" too',
      value: '"10.0.20.101"',
      fix: "give each machine its own address",
    },
  ],
  [
    "the card in a machine without PCI Express",
    withVm("k8s-node1", { chipset: "i440fx" }),
    {
      path: "machines[k8s-node1].vm.chipset",
      message: 'has no PCI Express port for card "tesla-t4"',
      value: '"i440fx"',
      fix: 'use chipset: "q35", or set pcie: false for the card',
    },
  ],
  [
    "a bare address, which a token may not use",
    withCard({ passthrough: "raw-id" }),
    {
      path: "cards[tesla-t4].passthrough",
      message: "is not allowed to an API token: a bare PCI address asks for root and a password",
      value: '"raw-id"',
      fix: 'use passthrough: "mapping", or set cluster.proxmox.authentication: "root-password"',
    },
  ],
  [
    "MySQL kept off a host by its name",
    withWorkload("mysql", { requires: [{ key: "kubernetes.io/hostname", operator: "NotIn", values: ["k8s-node1"] }] }),
    {
      path: "workloads[1-cluster-mysql/mysql].requires[0].key",
      message: "names hosts; workloads follow what a machine can do, so that they survive its replacement",
      value: '"kubernetes.io/hostname"',
      fix: "select by a capability such as berth.dev/pool, berth.dev/memory-class or berth.dev/gpu-model",
    },
  ],
  [
    "a card of another model",
    withWorkload("frigate", { gpu: { vendor: "nvidia", model: "tesla-t40" } }),
    {
      path: "workloads[2-gpu-frigate/frigate].gpu.model",
      message: "is the model of no machine's nvidia card",
      value: '"tesla-t40"',
      fix: 'did you mean "tesla-t4"?',
    },
  ],
])("is refused: %s", (_, changed, finding) => {
  expect(mistakesIn(changed)).toEqual([finding]);
});

test("a card that is taken out of the table is missed by all who need one", () => {
  const findings = mistakesIn(withHardware({ cards: [] }));
  expect(findings.filter(({ message }) => message === "is the vendor of no machine's card")).toHaveLength(11);
});
