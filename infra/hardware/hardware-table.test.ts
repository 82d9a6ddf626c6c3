import type { StackDefinition } from "../stack/definition";
import { mistakesIn } from "../stack/testing/mistakes";
import { validDefinition, withMachine } from "../stack/testing/valid-stack";
import type { HardwareTable, MachineRow } from "./schema";

function withHardware(change: Partial<HardwareTable>, definition: StackDefinition = validDefinition): StackDefinition {
  return { ...definition, hardware: { ...definition.hardware, ...change } };
}

function withExtraMachine(change: Partial<MachineRow>, definition: StackDefinition = validDefinition): StackDefinition {
  const machine: MachineRow = {
    name: "worker2",
    role: "worker",
    pool: "apps",
    cpu: { model: "Intel N100", cores: 4, threads: 4 },
    memory: "16Gi",
    power: { idleWatts: 5, tdpWatts: 6 },
    address: "192.168.1.14",
  };
  return withHardware({ machines: [...definition.hardware.machines, { ...machine, ...change }] }, definition);
}

const onK3s = withHardware({ cluster: { ...validDefinition.hardware.cluster, operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" } } });
const onHost = withMachine(
  "worker1",
  { host: "pve1" },
  withHardware({ hosts: [{ name: "pve1", threads: 16, memory: "32Gi", overcommit: { cpuRatio: 2 } }] }),
);

describe("a hardware table", () => {
  it.each([
    ["the valid one", validDefinition],
    ["with one more worker", withExtraMachine({})],
    ["on K3s", onK3s],
    ["on a host", onHost],
    [
      "with three control planes",
      withExtraMachine({ role: "control-plane" }, withExtraMachine({ name: "cp2", role: "control-plane", address: "192.168.1.15" })),
    ],
    [
      "with labels that a kubelet may set",
      withMachine("worker1", { labels: { "example.com/rack": "a", "node.kubernetes.io/instance-type": "mini" } }),
    ],
    ["with any label on a Talos control plane", withMachine("cp1", { labels: { "node-role.kubernetes.io/master": "" } })],
    [
      "with the default taint written out",
      withMachine("cp1", { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] }),
    ],
    [
      "with two cards of a model",
      withMachine("worker1", { gpus: [0, 1].map(() => ({ vendor: "amd" as const, model: "vega-8", resource: "amd.com/gpu" })) }),
    ],
  ])("is right: %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "two machines of one name",
      withExtraMachine({ name: "worker1" }),
      {
        path: "machines[worker1].name",
        message: "is the name of two machines, at 192.168.1.13 and at 192.168.1.14",
        fix: "give one of them another name",
      },
    ],
    [
      "two machines at one address",
      withExtraMachine({ address: "192.168.1.12" }),
      {
        path: "machines[worker2].address",
        message: 'is the address of machine "gpu1" too',
        value: '"192.168.1.12"',
        fix: "give each machine its own address",
      },
    ],
    [
      "two hosts of one name",
      withHardware({
        hosts: [
          { name: "pve1", threads: 16, memory: "32Gi" },
          { name: "pve1", threads: 8, memory: "8Gi" },
        ],
      }),
      { path: "hosts[pve1].name", message: "is the name of two hosts", fix: "give one of them another name" },
    ],
    [
      "a host called like a machine",
      withHardware({ hosts: [{ name: "worker1", threads: 16, memory: "32Gi" }] }),
      {
        path: "hosts[worker1].name",
        message: "is the name of a machine too",
        fix: "give the host another name; leave out hosts that are machines themselves (bare metal)",
      },
    ],
    [
      "a misspelt host",
      withMachine("worker1", { host: "pv1" }, onHost),
      { path: "machines[worker1].host", message: "is no host of this table", value: '"pv1"', fix: 'did you mean "pve1"?' },
    ],
    [
      "a host where there is none",
      withMachine("worker1", { host: "pve1" }),
      {
        path: "machines[worker1].host",
        message: "is no host of this table",
        value: '"pve1"',
        fix: "add it to hosts, or leave host out for bare metal",
      },
    ],
    [
      "a host that promises more memory than it has",
      withMachine("gpu1", { host: "pve1" }, onHost),
      {
        path: "hosts[pve1].memory",
        message: "less the 2Gi that it keeps is less than the 80Gi of what it carries (gpu1, worker1)",
        value: '"32Gi"',
        fix: "give the machines less memory: a host that runs out of it kills one of them",
      },
    ],
    [
      "a machine with more threads than its host",
      withMachine("worker1", { cpu: { model: "virtual", cores: 20, threads: 20 } }, onHost),
      {
        path: "machines[worker1].cpu.threads",
        message: 'is more than the 16 threads of its host "pve1"',
        value: "20",
        fix: "use at most 16",
      },
    ],
    [
      "fewer threads than cores",
      withMachine("worker1", { cpu: { model: "AMD Ryzen 7 5800U", cores: 8, threads: 4 } }),
      {
        path: "machines[worker1].cpu.threads",
        message: "is less than its 8 cores",
        value: "4",
        fix: "give the threads that the operating system sees: at least one for each core",
      },
    ],
    [
      "more watts idle than at work",
      withMachine("worker1", { power: { idleWatts: 20, tdpWatts: 15 } }),
      {
        path: "machines[worker1].power.idleWatts",
        message: "is more than its 15 W at full load",
        value: "20",
        fix: "give the draw with nothing to do, in watts",
      },
    ],
    [
      "more allocatable CPU than there is",
      withMachine("worker1", { observedAllocatable: { cpu: "17", memory: "15Gi" } }),
      {
        path: "machines[worker1].observedAllocatable.cpu",
        message: "is more than its 16 threads",
        value: '"17"',
        fix: "copy it from `kubectl get node -o jsonpath={.status.allocatable}`",
      },
    ],
    [
      "more allocatable memory than there is",
      withMachine("worker1", { observedAllocatable: { cpu: "15950m", memory: "17Gi" } }),
      {
        path: "machines[worker1].observedAllocatable.memory",
        message: "is more than its memory of 16Gi",
        value: '"17Gi"',
        fix: "copy it from `kubectl get node -o jsonpath={.status.allocatable}`",
      },
    ],
    [
      "memory without its unit",
      withMachine("worker1", { memory: "16" }),
      {
        path: "machines[worker1].memory",
        message: "leaves nothing for pods: the system keeps 484Mi",
        value: '"16"',
        fix: "give the memory with its unit, such as 16Gi",
      },
    ],
    [
      "an even number of control planes",
      withExtraMachine({ role: "control-plane" }),
      {
        path: "machines",
        message: "has 2 control planes (cp1, worker2); etcd survives the loss of 0, as it would with 1",
        fix: 'give 1, 3 or 5 machines the role "control-plane"',
      },
    ],
    [
      "no control plane",
      withMachine("cp1", { role: "worker" }),
      { path: "machines", message: "has no control plane", fix: 'give 1, 3 or 5 machines the role "control-plane"' },
    ],
    [
      "a label that Berth derives",
      withMachine("worker1", { labels: { "berth.dev/pool": "mine" } }),
      {
        path: 'machines[worker1].labels["berth.dev/pool"]',
        message: "belongs to Berth: it derives the berth.dev/ labels from the hardware",
        value: '"mine"',
        fix: "choose a prefix of your own, or change the hardware row",
      },
    ],
    [
      "the zone as a label",
      withMachine("worker1", { labels: { "topology.kubernetes.io/zone": "attic" } }),
      {
        path: 'machines[worker1].labels["topology.kubernetes.io/zone"]',
        message: "is set from the machine's zone",
        value: '"attic"',
        fix: 'set zone: "attic" instead',
      },
    ],
    [
      "a label that discovery sets",
      withMachine("worker1", { labels: { "nvidia.com/gpu.present": "true" } }),
      {
        path: 'machines[worker1].labels["nvidia.com/gpu.present"]',
        message: "is set by the cluster's own discovery",
        value: '"true"',
        fix: "list the card under gpus instead",
      },
    ],
    [
      "a label that a worker's kubelet may not set",
      withMachine("worker1", { labels: { "node-role.kubernetes.io/worker": "" } }),
      {
        path: 'machines[worker1].labels["node-role.kubernetes.io/worker"]',
        message: "may not be set by a kubelet on its own node, and would keep all its other labels from being set",
        value: '""',
        fix: "use a prefix outside kubernetes.io and k8s.io",
      },
    ],
    [
      "such a label on a K3s server",
      withMachine("cp1", { labels: { "node-restriction.kubernetes.io/trusted": "yes" } }, onK3s),
      {
        path: 'machines[cp1].labels["node-restriction.kubernetes.io/trusted"]',
        message: "may not be set by a kubelet on its own node, and would keep all its other labels from being set",
        value: '"yes"',
        fix: "use a prefix outside kubernetes.io and k8s.io",
      },
    ],
    [
      "cards of two models",
      withMachine("gpu1", {
        gpus: [
          { vendor: "intel", model: "arc-130t", resource: "gpu.intel.com/i915" },
          { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu" },
        ],
      }),
      {
        path: "machines[gpu1].gpus",
        message: "has cards of different models (intel arc-130t, nvidia tesla-t4), which one node's labels cannot tell apart",
        fix: "list only the model that workloads use",
      },
    ],
    [
      "another effect for the control plane's taint",
      withMachine("cp1", { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoExecute" }] }),
      {
        path: "machines[cp1].taints",
        message: "has node-role.kubernetes.io/control-plane with another effect than the NoSchedule that Talos sets on control planes",
        value: '"NoExecute"',
        fix: "leave it out",
      },
    ],
    [
      "the control plane's taint where its control planes take ordinary workloads",
      withMachine(
        "cp1",
        { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] },
        withHardware({ cluster: { ...validDefinition.hardware.cluster, allowSchedulingOnControlPlanes: true } }),
      ),
      {
        path: "machines[cp1].taints",
        message: "has node-role.kubernetes.io/control-plane, which cluster.allowSchedulingOnControlPlanes takes away",
        value: '"NoSchedule"',
        fix: "leave one of the two out",
      },
    ],
    [
      "two effects for one key on a Talos control plane",
      withMachine("cp1", {
        taints: [
          { key: "a", effect: "NoExecute" },
          { key: "a", effect: "NoSchedule" },
        ],
      }),
      { path: "machines[cp1].taints", message: "has a twice", fix: "keep one: on a control plane Talos can set one effect for each key" },
    ],
    [
      "a taint twice",
      withMachine("worker1", {
        taints: [
          { key: "a", effect: "NoExecute" },
          { key: "a", effect: "NoSchedule" },
          { key: "a", value: "b", effect: "NoSchedule" },
        ],
      }),
      { path: "machines[worker1].taints", message: "has a:NoSchedule twice", fix: "keep one" },
    ],
    [
      "an endpoint without a port",
      withHardware({ cluster: { ...validDefinition.hardware.cluster, endpoint: "https://192.168.1.10" } }),
      {
        path: "cluster.endpoint",
        message: "must be an https URL with a port such as https://192.168.1.10:6443",
        value: '"https://192.168.1.10"',
      },
    ],
  ])("is refused with %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });

  it("is checked further when one row is wrong, without complaints that follow from that", () => {
    const broken = withMachine("cp1", { memory: "16GB" }, withMachine("worker1", { power: { idleWatts: 20, tdpWatts: 15 } }));
    expect(mistakesIn(broken)).toEqual([
      { path: "machines[cp1].memory", message: "must be a Kubernetes quantity such as 250m, 2, 512Mi or 17G", value: '"16GB"' },
      {
        path: "machines[worker1].power.idleWatts",
        message: "is more than its 15 W at full load",
        value: "20",
        fix: "give the draw with nothing to do, in watts",
      },
    ]);
  });

  it("needs a cluster and machines", () => {
    const empty: unknown = { ...validDefinition.hardware, cluster: undefined, machines: [] };
    expect(mistakesIn({ ...validDefinition, hardware: empty as HardwareTable }).slice(0, 1)).toEqual([
      { path: "machines", message: "must not be empty", value: "[]" },
    ]);
  });
});
