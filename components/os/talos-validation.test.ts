import { parseAllDocuments } from "yaml";
import { newTalosHardware } from "../testing/new-talos-hardware";
import { recordProgram } from "../testing/recorded-program";
import { renderTalosConfigurations, type TalosNodeAnswer } from "../../toolchain/talos-config";
import { NewTalosCluster } from "./new-talos-cluster";
import { TalosImages } from "./talos-images";

jest.setTimeout(10 * 60 * 1000);

const hardware = newTalosHardware({ allowSchedulingOnControlPlanes: true });
let answers: readonly TalosNodeAnswer[];

beforeAll(async () => {
  const recording = await recordProgram(
    () =>
      new NewTalosCluster("lab", {
        hardware,
        images: new TalosImages("images", { hardware }),
        settings: { cni: "cilium", spegel: true, nvidiaDefaultRuntime: "nvidia" },
      }),
    { invoke: () => ({ machineConfiguration: "" }), outputs: () => ({ clientConfiguration: {}, machineSecrets: {}, kubeconfigRaw: "" }) },
  );
  answers = await renderTalosConfigurations(
    {
      clusterName: hardware.clusterName,
      clusterEndpoint: hardware.endpoint,
      talosVersion: "v1.12.11",
      kubernetesVersion: hardware.kubernetesVersion,
      nodes: hardware.machines.map(({ name, role, vm }) => ({
        name,
        machineType: role === "worker" ? role : "controlplane",
        mode: vm === undefined ? "metal" : "nocloud",
        patches: [...(recording.resource(`lab-${name}-apply`).inputs["configPatches"] as string[])],
      })),
    },
    process.env,
  );
});

function documentsOf(name: string): readonly unknown[] {
  const found = answers.find((answer) => answer.name === name);
  return parseAllDocuments(found?.configuration ?? "").map((document) => document.toJS() as unknown);
}

it("accepts every patch, without a warning", () => {
  expect(answers.map(({ name, errors, warnings }) => [name, errors, warnings])).toEqual([
    ["cp1", [], []],
    ["worker1", [], []],
    ["metal1", [], []],
  ]);
});

it("makes of the patches what they mean", () => {
  const [controlPlane] = documentsOf("cp1");
  expect(controlPlane).toMatchObject({
    machine: {
      kubelet: { extraConfig: { systemReserved: { memory: "512Mi" } }, nodeIP: { validSubnets: ["192.168.0.0/24"] } },
      install: { disk: "/dev/sda", image: expect.stringMatching(/^factory\.talos\.dev\/nocloud-installer\//) as string },
      features: { kubePrism: { enabled: true, port: 7445 } },
    },
    cluster: {
      allowSchedulingOnControlPlanes: true,
      apiServer: { certSANs: ["192.168.0.100"] },
      network: { cni: { name: "none" }, podSubnets: ["10.42.0.0/16"], serviceSubnets: ["10.43.0.0/16"] },
      proxy: { disabled: true },
    },
  });
  expect(JSON.stringify(controlPlane)).not.toContain("exclude-from-external-load-balancers");
  const [worker] = documentsOf("worker1");
  expect(worker).toMatchObject({
    machine: {
      nodeLabels: { "nvidia.com/gpu.present": "true" },
      kubelet: {
        extraConfig: { maxPods: 150, registerWithTaints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }] },
      },
      kernel: { modules: [{ name: "nvidia" }, { name: "nvidia_uvm" }, { name: "nvidia_drm" }, { name: "nvidia_modeset" }] },
      sysctls: { "net.core.bpf_jit_harden": "1" },
    },
  });
});

it("gives each machine the documents of its network, and the shared address to control planes", () => {
  const kinds = (name: string) => documentsOf(name).map((document) => (document as { readonly kind?: string }).kind ?? "v1alpha1");
  expect([...kinds("cp1")].sort()).toEqual([
    "HostnameConfig",
    "Layer2VIPConfig",
    "LinkAliasConfig",
    "LinkConfig",
    "ResolverConfig",
    "TimeSyncConfig",
    "v1alpha1",
  ]);
  expect(kinds("worker1")).not.toContain("Layer2VIPConfig");
  expect([...kinds("metal1")].sort()).toEqual(["HostnameConfig", "v1alpha1"]);
  expect(documentsOf("cp1")).toContainEqual({ apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "cp1", auto: "off" });
});
