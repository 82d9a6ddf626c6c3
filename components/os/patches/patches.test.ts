import type { HardwareProfile, Machine } from "../../../infra/hardware/machine";
import { newTalosHardware } from "../../testing/new-talos-hardware";
import { validHardware, validMachine } from "../../testing/valid-hardware";
import { defaultTalosSettings, type TalosSettings } from "../talos-settings";
import { certificateNames } from "./certificate-names";
import { clusterNetwork } from "./cluster-network";
import { containerd } from "./containerd";
import type { PatchKind, TalosDocument } from "./document";
import { hostname } from "./hostname";
import { install } from "./install";
import { kubePrism } from "./kube-prism";
import { kubelet } from "./kubelet";
import { machineNetwork } from "./machine-network";
import { nodeLabels } from "./node-labels";
import { nodeTaints } from "./node-taints";
import { nvidia } from "./nvidia";

const controlPlaneTaint = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" } as const;
const gpuTaint = { key: "gpu.intel.com/i915", value: "true", effect: "NoSchedule" } as const;

/** What a patch makes of a machine of the lab. */
function inLab(
  kind: PatchKind,
  name: string,
  settings: Partial<TalosSettings> = {},
  hardware = newTalosHardware(),
): readonly TalosDocument[] {
  return kind(machineOf(hardware, name), { hardware, settings: { ...defaultTalosSettings, ...settings } });
}

function machineOf(hardware: HardwareProfile, name: string): Machine {
  const found = hardware.machines.find((machine) => machine.name === name);
  if (found === undefined) {
    throw new Error(`the lab has no ${name}`);
  }
  return found;
}

/** What a patch makes of a machine of the valid stack. */
function ofValid(kind: PatchKind, machine: Machine): readonly TalosDocument[] {
  return kind(machine, { hardware: validHardware(), settings: defaultTalosSettings });
}

it("names the node, for good", () => {
  expect(inLab(hostname, "cp1")).toEqual([{ apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "cp1", auto: "off" }]);
});

describe("labels", () => {
  it("are the row's, and the one that no discovery adds for NVIDIA", () => {
    expect(ofValid(nodeLabels, validMachine("gpu1", { labels: { "berth.dev/pool": "apps" } }))).toEqual([
      { machine: { nodeLabels: { "berth.dev/pool": "apps" } } },
    ]);
    expect(inLab(nodeLabels, "worker1")).toEqual([
      {
        machine: {
          nodeLabels: {
            "berth.dev/pool": "apps",
            "berth.dev/memory-class": "low",
            "berth.dev/power-class": "performance",
            "berth.dev/gpu-vendor": "nvidia",
            "berth.dev/gpu-model": "tesla-t4",
            "nvidia.com/gpu.present": "true",
          },
        },
      },
    ]);
  });

  it("let a control plane that carries workloads take its share of load balancing", () => {
    const shared = newTalosHardware({ allowSchedulingOnControlPlanes: true });
    const [document] = inLab(nodeLabels, "cp1", {}, shared);
    expect(document).toMatchObject({
      machine: { nodeLabels: { "node.kubernetes.io/exclude-from-external-load-balancers": { $patch: "delete" } } },
    });
    expect(JSON.stringify(inLab(nodeLabels, "cp1"))).not.toContain("exclude-from");
    expect(JSON.stringify(inLab(nodeLabels, "metal1", {}, shared))).not.toContain("exclude-from");
  });

  it("may not keep a worker's other labels from being set; a control plane may have them", () => {
    const labels = { "node-role.kubernetes.io/worker": "" };
    expect(() => ofValid(nodeLabels, validMachine("worker1", { labels }))).toThrow(
      'machines[worker1].labels["node-role.kubernetes.io/worker"]: may not be set by a worker\'s kubelet',
    );
    expect(() => ofValid(nodeLabels, validMachine("cp1", { labels }))).not.toThrow();
  });
});

describe("taints", () => {
  it("of a control plane are the one that Talos sets, and its others as Talos writes them", () => {
    expect(ofValid(nodeTaints, validMachine("cp1", { taints: [controlPlaneTaint] }))).toEqual([
      { cluster: { allowSchedulingOnControlPlanes: false } },
    ]);
    const taints = [controlPlaneTaint, gpuTaint, { key: "example.com/quiet", value: "", effect: "PreferNoSchedule" } as const];
    expect(ofValid(nodeTaints, validMachine("cp1", { taints }))).toEqual([
      {
        machine: { nodeTaints: { "gpu.intel.com/i915": "true:NoSchedule", "example.com/quiet": "PreferNoSchedule" } },
        cluster: { allowSchedulingOnControlPlanes: false },
      },
    ]);
  });

  it("leave a control plane without its own to workloads", () => {
    expect(inLab(nodeTaints, "cp1", {}, newTalosHardware({ allowSchedulingOnControlPlanes: true }))).toEqual([
      { cluster: { allowSchedulingOnControlPlanes: true } },
    ]);
  });

  it("of a worker are registered, because its kubelet may not change them later", () => {
    expect(inLab(nodeTaints, "worker1")).toEqual([
      {
        machine: { kubelet: { extraConfig: { registerWithTaints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }] } } },
      },
    ]);
    expect(inLab(nodeTaints, "metal1")).toEqual([]);
  });

  it("of a control plane have a key each; a worker's need not", () => {
    const taints = [gpuTaint, { ...gpuTaint, effect: "NoExecute" as const }];
    expect(() => ofValid(nodeTaints, validMachine("cp1", { taints }))).toThrow(
      "machines[cp1].taints: cannot be kept by Talos beside another taint of the same key (found gpu.intel.com/i915:NoExecute)",
    );
    expect(() => ofValid(nodeTaints, validMachine("worker1", { taints }))).not.toThrow();
    expect(() => ofValid(nodeTaints, validMachine("cp1", { taints: [{ ...controlPlaneTaint, effect: "NoExecute" }] }))).toThrow(
      "(found node-role.kubernetes.io/control-plane:NoExecute)",
    );
  });
});

it("puts the endpoint and the shared address into the API server's certificate, once", () => {
  expect(inLab(certificateNames, "cp1")).toEqual([{ cluster: { apiServer: { certSANs: ["192.168.0.100"] } } }]);
  expect(inLab(certificateNames, "cp1", {}, newTalosHardware({ endpoint: "https://lab.example.com:6443" }))).toEqual([
    { cluster: { apiServer: { certSANs: ["lab.example.com", "192.168.0.100"] } } },
  ]);
  expect(inLab(certificateNames, "worker1")).toEqual([]);
});

describe("a machine's network", () => {
  const linkDocuments = (mac: string, address: string): readonly TalosDocument[] => [
    { apiVersion: "v1alpha1", kind: "LinkAliasConfig", name: "net0", selector: { match: `mac(link.permanent_addr) == "${mac}"` } },
    {
      apiVersion: "v1alpha1",
      kind: "LinkConfig",
      name: "net0",
      up: true,
      addresses: [{ address }],
      routes: [{ gateway: "192.168.0.1" }],
    },
    { apiVersion: "v1alpha1", kind: "ResolverConfig", nameservers: [{ address: "192.168.0.1" }] },
    { apiVersion: "v1alpha1", kind: "TimeSyncConfig", ntp: { servers: ["time.example.com"] } },
  ];

  it("is its row's, on the link with its MAC address; control planes share an address", () => {
    expect(inLab(machineNetwork, "cp1")).toEqual([
      ...linkDocuments("bc:24:11:00:00:0a", "192.168.0.11/24"),
      { apiVersion: "v1alpha1", kind: "Layer2VIPConfig", name: "192.168.0.100", link: "net0" },
    ]);
    expect(inLab(machineNetwork, "worker1")).toEqual(linkDocuments("bc:24:11:00:00:0b", "192.168.0.12/24"));
  });

  it("is left to its own documents where Berth does not create the machine", () => {
    expect(inLab(machineNetwork, "metal1")).toEqual([]);
  });
});

describe("the cluster's network", () => {
  const subnets = { podSubnets: ["10.42.0.0/16"], serviceSubnets: ["10.43.0.0/16"] };

  it("is the same everywhere, and Talos' Flannel and kube-proxy stay away from Cilium", () => {
    expect(inLab(clusterNetwork, "cp1")).toEqual([{ cluster: { network: subnets } }]);
    expect(inLab(clusterNetwork, "cp1", { cni: "cilium" })).toEqual([
      { cluster: { network: { ...subnets, cni: { name: "none" } }, proxy: { disabled: true } } },
    ]);
    expect(inLab(clusterNetwork, "worker1", { cni: "cilium" })).toEqual([{ cluster: { network: subnets } }]);
  });

  it("is Talos' own where the table says nothing", () => {
    expect(ofValid(clusterNetwork, validMachine("worker1"))).toEqual([]);
  });
});

it("has every machine reach the API at its own loopback address", () => {
  expect(inLab(kubePrism, "worker1")).toEqual([{ machine: { features: { kubePrism: { enabled: true, port: 7445 } } } }]);
});

it("has the kubelet keep what the plan counts on, and take as many pods", () => {
  const reserved = { cpu: "50m", pid: "100", "ephemeral-storage": "256Mi" };
  const nodeIP = { validSubnets: ["192.168.0.0/24"] };
  expect(inLab(kubelet, "cp1")).toEqual([
    { machine: { kubelet: { extraConfig: { systemReserved: { ...reserved, memory: "512Mi" } }, nodeIP } } },
  ]);
  expect(inLab(kubelet, "worker1")).toEqual([
    { machine: { kubelet: { extraConfig: { systemReserved: { ...reserved, memory: "384Mi" }, maxPods: 150 }, nodeIP } } },
  ]);
  expect(ofValid(kubelet, validMachine("worker1"))).toEqual([
    { machine: { kubelet: { extraConfig: { systemReserved: { ...reserved, memory: "384Mi" } } } } },
  ]);
});

it("loads NVIDIA's modules where there is a card, and follows the card", () => {
  expect(inLab(nvidia, "worker1")).toEqual([
    {
      machine: {
        kernel: { modules: [{ name: "nvidia" }, { name: "nvidia_uvm" }, { name: "nvidia_drm" }, { name: "nvidia_modeset" }] },
        sysctls: { "net.core.bpf_jit_harden": "1" },
      },
    },
  ]);
  expect(inLab(nvidia, "metal1")).toEqual([]);
});

describe("containerd", () => {
  const path = "/etc/cri/conf.d/20-customization.part";
  const spegel = '[plugins."io.containerd.cri.v1.images"]\n  discard_unpacked_layers = false\n';
  const runtime = '[plugins."io.containerd.cri.v1.runtime".containerd]\n  default_runtime_name = "nvidia"\n';

  it("is Talos' own by default", () => {
    expect(inLab(containerd, "worker1")).toEqual([]);
  });

  it("is told everything in one file", () => {
    const both = { spegel: true, nvidiaDefaultRuntime: "nvidia" } as const;
    expect(inLab(containerd, "worker1", both)).toEqual([
      { machine: { files: [{ path, op: "create", content: `${spegel}\n${runtime}` }] } },
    ]);
    expect(inLab(containerd, "metal1", both)).toEqual([{ machine: { files: [{ path, op: "create", content: spegel }] } }]);
  });
});

it("installs to the machine's disk, and never wipes it", () => {
  const image = "factory.talos.dev/metal-installer/abc:v1.12.11";
  expect(install(machineOf(newTalosHardware(), "metal1"), image)).toEqual({
    machine: { install: { disk: "/dev/nvme0n1", image, wipe: false } },
  });
  expect(install(machineOf(newTalosHardware(), "cp1"), image)).toEqual({ machine: { install: { disk: "/dev/sda", image, wipe: false } } });
});
