import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { priorityOfTier } from "../../infra/workloads/priority";
import { definition } from "./definition";

const { hardware, namespaces, workloads } = loadStack(definition, stackConfigSchema.parse({}));

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** The seed's list of 2026-04-22 and its document's own. */
const gpuWorkloads = [
  "2-gpu-audiblez/audiblez",
  "2-gpu-audiblez/audiblez-web",
  "2-gpu-comfyui/comfyui",
  "2-gpu-ebook2audiobook/ebook2audiobook",
  "2-gpu-frigate/frigate",
  "2-gpu-immich/immich",
  "2-gpu-ollama/ollama",
  "2-gpu-piper/piper",
  "2-gpu-stable-diffusion/stable-diffusion-webui",
  "2-gpu-whisper/whisper",
  "2-gpu-ytdlp/ytdlp",
];
const gpuExporters = ["2-gpu-exporters/gpu-pod-exporter", "2-gpu-exporters/nvidia-exporter"];

describe("the host of seed 001", () => {
  it("has 44 threads and 272 GB", () => {
    expect(hardware.hosts.map(({ name, threads, memoryBytes }) => [name, threads, memoryBytes / gibibyte])).toEqual([["r730", 44, 272]]);
  });

  it("sells 48 virtual processors and 160 GB of memory", () => {
    expect(hardware.machines.reduce((sum, { threads }) => sum + threads, 0)).toBe(48);
    expect(hardware.machines.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)).toBe(160 * gibibyte);
  });

  it("draws what its virtual machines draw together", () => {
    expect(hardware.machines.reduce((sum, { power }) => sum + power.idleWatts, 0)).toBe(120);
    expect(hardware.machines.reduce((sum, { power }) => sum + power.fullWatts, 0)).toBeCloseTo(265, 9);
  });

  it("has a Tesla T4 at 0000:06:00.0, which k8s-node1 has", () => {
    expect(hardware.cards).toEqual([
      {
        name: "tesla-t4",
        gpu: { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu", shares: 16 },
        kind: "discrete",
        pciId: "10de:1eb8",
        subsystemId: "10de:12a2",
        machine: "k8s-node1",
        location: { host: "r730", path: "0000:06:00.0", deviceNodes: [] },
        passthrough: "mapping",
        pcie: true,
      },
    ]);
  });
});

describe("the virtual machines of seed 001", () => {
  test.each([
    { name: "k8s-master", id: 200, vcpus: 8, role: "control-plane", address: "10.0.20.100" },
    { name: "k8s-node1", id: 201, vcpus: 16, role: "worker", address: "10.0.20.101" },
    { name: "k8s-node2", id: 202, vcpus: 8, role: "worker", address: "10.0.20.102" },
    { name: "k8s-node3", id: 203, vcpus: 8, role: "worker", address: "10.0.20.103" },
    { name: "k8s-node4", id: 204, vcpus: 8, role: "worker", address: "10.0.20.104" },
  ])("$name is VM $id with $vcpus vCPUs and 32 GB on VLAN 20 of vmbr1", ({ name, id, vcpus, role, address }) => {
    expect(hardware.machines.find((machine) => machine.name === name)).toMatchObject({
      role,
      threads: vcpus,
      memoryBytes: 32 * gibibyte,
      address,
      host: "r730",
      vm: { id, memoryMiB: 32 * 1024, bridge: "vmbr1", vlan: 20, chipset: "q35" },
    });
  });

  it("are five", () => {
    expect(hardware.machines).toHaveLength(5);
  });

  it("run Kubernetes 1.34.2", () => {
    expect(hardware.kubernetesVersion).toBe("1.34.2");
  });

  it("taint the control plane, and the node with the card with the effect that its pods tolerate", () => {
    expect(hardware.machines.filter(({ taints }) => taints.length > 0).map(({ name, taints }) => [name, taints])).toEqual([
      ["k8s-master", [{ key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" }]],
      ["k8s-node1", [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }]],
    ]);
  });
});

describe("the workloads of seed 001", () => {
  test("that use the card are those that it names, and each requests one share", () => {
    const users = workloads.filter(({ requests }) => Object.keys(requests.extended).length > 0);
    expect(users.map(({ id }) => id).sort()).toEqual(gpuWorkloads);
    expect(users.map(({ requests }) => requests.extended)).toEqual(users.map(() => ({ "nvidia.com/gpu": 1 })));
  });

  test.each([...gpuWorkloads, ...gpuExporters])("%s selects nvidia.com/gpu.present=true and tolerates the card's taint", (id) => {
    const workload = workloads.find((candidate) => candidate.id === id);
    expect(workload?.requires).toEqual([{ key: "nvidia.com/gpu.present", operator: "In", values: ["true"] }]);
    expect(workload?.tolerations).toEqual([{ key: "nvidia.com/gpu", operator: "Exists" }]);
  });

  test("keep MySQL off any node with an NVIDIA card", () => {
    const { requires, requests } = workloads.find(({ id }) => id === "1-cluster-mysql/mysql") ?? {};
    expect(requires).toEqual([{ key: "nvidia.com/gpu.present", operator: "NotIn", values: ["true"] }]);
    expect(requests).toMatchObject({ cpuMilli: 500, memoryBytes: 2048 * mebibyte });
  });

  test.each([
    // "GPU App"
    { id: "2-gpu-ollama/ollama", cpuMilli: 2000, mebibytes: 8192 },
    // The defaults of tier 2
    { id: "2-gpu-frigate/frigate", cpuMilli: 500, mebibytes: 2048 },
    // The defaults of tiers 0 and 4
    { id: "0-core-traefik/traefik", cpuMilli: 500, mebibytes: 512 },
    { id: "4-aux-vaultwarden/vaultwarden", cpuMilli: 250, mebibytes: 256 },
    // "Standard App"
    { id: "0-core-vault/vault", cpuMilli: 500, mebibytes: 1024 },
    // Four sidecars and one, of 10m and 32Mi each, beside the driver
    { id: "0-core-democratic-csi/democratic-csi-controller", cpuMilli: 90, mebibytes: 256 },
    { id: "0-core-democratic-csi/democratic-csi-node", cpuMilli: 60, mebibytes: 160 },
  ])("$id requests $cpuMilli m and $mebibytes MiB", ({ id, cpuMilli, mebibytes }) => {
    expect(workloads.find((workload) => workload.id === id)?.requests).toMatchObject({ cpuMilli, memoryBytes: mebibytes * mebibyte });
  });

  test("have no CPU limits; tiers 0 to 2 may use the memory that they request, tiers 3 and 4 more", () => {
    const limited = definition.workloads.filter(({ limits }) => limits !== undefined);
    expect(limited.filter(({ limits }) => limits?.cpu !== undefined)).toEqual([]);
    const tierOf = new Map(namespaces.map(({ name, tier }) => [name, tier]));
    const isEdgeOrAux = (namespace: string): boolean => ["3-edge", "4-aux"].includes(tierOf.get(namespace) ?? "");
    for (const { namespace, requests, limits } of limited) {
      expect(limits?.memory === requests?.memory).toBe(!isEdgeOrAux(namespace));
    }
  });

  test("are pinned to no node: only static pods say where they run", () => {
    expect(definition.workloads.filter(({ current }) => current !== undefined).map(({ kind }) => kind)).toEqual([
      "StaticPod",
      "StaticPod",
      "StaticPod",
    ]);
    expect(JSON.stringify(definition.workloads)).not.toContain("k8s-node");
    expect(JSON.stringify(definition.namespaces)).not.toContain("k8s-node");
  });
});

describe("the namespaces of seed 001", () => {
  test("have the tier that their names begin with", () => {
    const prefixed = namespaces.filter(({ name }) => /^\d-/.test(name));
    expect(prefixed).toHaveLength(21);
    expect(prefixed.filter(({ name, tier }) => !name.startsWith(`${tier}-`))).toEqual([]);
  });

  test("give their workloads the seed's priorities", () => {
    const priorities = new Map(workloads.map(({ tier }) => [tier, priorityOfTier[tier].value]));
    expect(Object.fromEntries(priorities)).toEqual({
      "0-core": 900_000,
      "1-cluster": 700_000,
      "2-gpu": 500_000,
      "3-edge": 300_000,
      "4-aux": 200_000,
    });
  });

  test("each hold a workload", () => {
    const used = new Set(workloads.map(({ namespace }) => namespace));
    expect(namespaces.filter(({ name }) => !used.has(name))).toEqual([]);
  });
});
