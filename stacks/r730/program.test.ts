import { runtime } from "@pulumi/pulumi";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import { plan } from "../../infra/placement/plan";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";
import { deploy } from "./index";
import { withCardIn } from "./testing/with-card-in";

const config = stackConfigSchema.parse({});
const apiToken = "berth@pve!test=6a1f0c1e-0000-0000-0000-000000000000";
const machines = ["k8s-master", "k8s-node1", "k8s-node2", "k8s-node3", "k8s-node4"];

async function record(of: typeof definition): Promise<Recording> {
  const stack = loadStack(of, config);
  const planned = plan(stack.problem);
  return recordProgram(
    () => {
      runtime.setConfig("berth:proxmoxApiToken", apiToken);
      return deploy({ stack, plan: planned, config });
    },
    { invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "configuration" }) },
  );
}

let recording: Recording;
/** With the card given to k8s-node3. */
let moved: Recording;

beforeAll(async () => {
  recording = await record(definition);
  moved = await record(withCardIn("k8s-node3"));
});

/** Names of a type's resources, sorted. */
function names(type: string, of = recording): readonly string[] {
  return of
    .ofType(type)
    .map(({ name }) => name)
    .sort();
}

const vmType = "proxmoxve:index/vmLegacy:VmLegacy";

describe("the R730", () => {
  it("has the seed's virtual machines, made before anything is sent to them", () => {
    expect(
      recording
        .ofType(vmType)
        .map(({ inputs }) => `${String(inputs["vmId"])} ${String(inputs["name"])}`)
        .sort(),
    ).toEqual(machines.map((name, index) => `${200 + index} ${name}`));
    expect(recording.resource("r730-k8s-master-apply").dependsOn).toEqual(
      expect.arrayContaining(machines.map((name) => `r730-hosts-${name}-vm`)),
    );
  });

  it("gives k8s-node1 16 vCPUs, 32 GiB, VLAN 20 of vmbr1 and the card", () => {
    expect(recording.resource("r730-hosts-k8s-node1-vm").inputs).toMatchObject({
      nodeName: "pve",
      vmId: 201,
      machine: "q35",
      bios: "ovmf",
      cpu: { type: "host", cores: 16 },
      memory: { dedicated: 32_768 },
      networkDevices: [{ bridge: "vmbr1", vlanId: 20, macAddress: "BC:24:11:00:02:01", model: "virtio" }],
      hostpcis: [{ device: "hostpci0", mapping: "tesla-t4", pcie: true }],
      startup: { order: 2 },
      protection: false,
    });
  });

  it("gives no other machine a card, and keeps the control plane from being removed", () => {
    const owners = recording.ofType(vmType).filter(({ inputs }) => inputs["hostpcis"] !== undefined);
    expect(owners.map(({ name }) => name)).toEqual(["r730-hosts-k8s-node1-vm"]);
    const kept = recording.ofType(vmType).filter((vm) => vm.protect);
    expect(kept.map(({ name }) => name)).toEqual(["r730-hosts-k8s-master-vm"]);
  });

  it("maps the card where it sits in the host", () => {
    const mappings = recording.ofType("proxmoxve:hardware/mapping/pci:Pci");
    expect(mappings.map(({ inputs }) => inputs)).toMatchObject([
      { name: "tesla-t4", maps: [{ node: "pve", path: "0000:06:00.0", id: "10de:1eb8", subsystemId: "10de:12a2" }] },
    ]);
  });

  it("sends Proxmox its token as a secret, and writes it nowhere else", () => {
    const holders = recording.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(apiToken));
    expect(holders.map(({ type, secrets }) => [type, secrets])).toEqual([["pulumi:providers:proxmoxve", ["apiToken"]]]);
  });

  it("configures its five machines and begins one cluster", () => {
    expect(names("talos:machine/configurationApply:ConfigurationApply")).toEqual(machines.map((name) => `r730-${name}-apply`));
    expect(recording.ofType("talos:machine/bootstrap:Bootstrap").map(({ inputs }) => inputs["node"])).toEqual(["10.0.20.100"]);
  });

  it("has one image with NVIDIA's driver and one without", () => {
    const schematics = recording.ofType("talos:imageFactory/schematic:Schematic").map(({ inputs }) => String(inputs["schematic"]));
    expect(schematics).toHaveLength(2);
    expect(schematics.filter((schematic) => schematic.includes("siderolabs/nvidia-container-toolkit-lts"))).toHaveLength(1);
  });

  it("installs each chart once", () => {
    expect(names("kubernetes:helm.sh/v3:Release")).toEqual([
      "cilium-chart",
      "descheduler-chart",
      "goldilocks-chart",
      "kyverno-chart",
      "node-feature-discovery-chart",
      "nvidia-device-plugin-chart",
    ]);
  });

  it("shares the card in 16, where discovery finds it", () => {
    expect(recording.resource("nvidia-device-plugin-chart").inputs["values"]).toMatchObject({
      nodeSelector: { "nvidia.com/gpu.present": "true" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      config: { default: "shared", map: { shared: expect.stringContaining("replicas: 16") as unknown } },
    });
    expect(recording.resource("node-feature-discovery-nvidia").inputs["spec"]).toMatchObject({
      rules: [{ labels: { "nvidia.com/gpu.present": "true" } }],
    });
  });

  it("makes every namespace of the table that nothing else makes, with its tier", () => {
    const prefixed = definition.namespaces.filter(({ name }) => /^\d-/.test(name)).map(({ name }) => name);
    expect(names("kubernetes:core/v1:Namespace")).toEqual(
      [...prefixed.map((name) => `namespaces-${name}`), "node-feature-discovery-namespace", "nvidia-device-plugin-namespace"].sort(),
    );
    expect(recording.resource("namespaces-4-aux-vaultwarden").inputs).toMatchObject({
      metadata: { name: "4-aux-vaultwarden", labels: { "berth.dev/tier": "4-aux" } },
    });
  });

  it("places by policy every workload that Kyverno sees", () => {
    const expected = definition.workloads
      .filter(
        ({ kind, namespace }) => kind !== "DaemonSet" && kind !== "StaticPod" && namespace !== "kube-system" && namespace !== "kyverno",
      )
      .map(({ namespace, name }) => `${namespace}-${name}-policy`);
    const policies = names("kubernetes:policies.kyverno.io/v1:MutatingPolicy");
    expect(policies.filter((name) => !name.startsWith("tiers-"))).toEqual([...expected].sort());
  });

  it("has every workload watched, and none changed, by a VPA", () => {
    expect(recording.resource("namespaces-2-gpu-ollama").inputs).toMatchObject({
      metadata: {
        labels: {
          "goldilocks.fairwinds.com/enabled": "true",
          "goldilocks.fairwinds.com/vpa-update-mode": "off",
          "berth.dev/tier": "2-gpu",
        },
      },
    });
    expect(recording.resource("goldilocks-chart").inputs["namespace"]).toBe("1-cluster-goldilocks");
  });

  it("has the limits of its tiers kept by Kyverno, which is there before", () => {
    expect(names("kubernetes:policies.kyverno.io/v1:GeneratingPolicy")).toEqual(["tiers-limits"]);
    expect(names("kubernetes:policies.kyverno.io/v1:MutatingPolicy").filter((name) => name.startsWith("tiers-"))).toEqual(
      ["0-core", "1-cluster", "2-gpu", "3-edge", "4-aux"].map((tier) => `tiers-priority-${tier}`),
    );
    expect(names("kubernetes:policies.kyverno.io/v1:ValidatingPolicy")).toEqual(["tiers-no-cpu-limits", "tiers-required"]);
    expect(recording.resource("tiers-background-controller").dependsOn).toContain("kyverno-chart");
  });

  it("waits for what it needs: network before pods, discovery before the plugin, namespaces before budgets", () => {
    expect(recording.resource("node-feature-discovery-chart").dependsOn).toEqual(["node-feature-discovery-namespace"]);
    expect(recording.resource("node-feature-discovery-namespace").dependsOn).toEqual(["cilium-chart"]);
    expect(recording.resource("kyverno-chart").dependsOn).toEqual(
      expect.arrayContaining(["cilium-chart", "nvidia-device-plugin-chart", "namespaces-1-cluster-mysql", "priorities-0-core"]),
    );
    expect(recording.resource("0-core-traefik-traefik-budget-pdb").dependsOn).toEqual(
      expect.arrayContaining(["namespaces-0-core-traefik"]),
    );
  });

  it("sends everything inside the cluster through the cluster's own provider", () => {
    const inside = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(inside.length).toBeGreaterThan(50);
    expect(new Set(inside.map(({ provider }) => provider))).toEqual(new Set(["r730-kubernetes"]));
  });

  it("gives no two resources of a type the same name", () => {
    const identities = recording.resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });
});

function disksOf({ disks }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(disks).replace(/talos-v[\d.]+-[0-9a-f]{8}/, "image");
}

describe("with the card given to k8s-node3", () => {
  /** Inputs of every resource that tells a GPU workload, MySQL or the device plugin where to run. */
  function placed(of: Recording): object {
    const kept = of.resources.filter(({ type, name }) => {
      const serves = /^(2-gpu-|nvidia-device-plugin|node-feature-discovery)/.test(name);
      return serves && type.startsWith("kubernetes:");
    });
    return kept.map(({ name, inputs }) => [name, inputs]).sort();
  }

  it("the card's mapping goes from one virtual machine to the other, and nothing else about them changes", () => {
    // A disk is made from its machine's image once; another image does not make another disk. What holds a card stays
    // on its host.
    const vms = (of: Recording): object =>
      Object.fromEntries(
        of.ofType(vmType).map(({ name, inputs }) => [name, { ...inputs, hostpcis: undefined, migrate: undefined, disks: disksOf(inputs) }]),
      );
    expect(vms(moved)).toEqual(vms(recording));
    const cards = (of: Recording): object =>
      Object.fromEntries(
        of.ofType(vmType).flatMap(({ name, inputs }) => (inputs["hostpcis"] === undefined ? [] : [[name, inputs["hostpcis"]]])),
      );
    expect(cards(moved)).toEqual({ "r730-hosts-k8s-node3-vm": [{ device: "hostpci0", mapping: "tesla-t4", pcie: true }] });
    const mapped = (of: Recording): object => of.ofType("proxmoxve:hardware/mapping/pci:Pci").map(({ inputs }) => inputs);
    expect(mapped(moved)).toEqual(mapped(recording));
  });

  it("nothing in the cluster changes for those that use it, and no name of a node stands anywhere in it", () => {
    expect(placed(moved)).toEqual(placed(recording));
    const inCluster = (of: Recording): string =>
      JSON.stringify(of.resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ inputs }) => inputs));
    expect(inCluster(recording)).not.toMatch(/k8s-(master|node)/);
    expect(inCluster(moved)).not.toMatch(/k8s-(master|node)/);
  });
});

test("without credentials a preview goes on, and an up says which setting is missing", async () => {
  const stack = loadStack(definition, config);
  const planned = plan(stack.problem);
  const bring = (preview: boolean): Promise<Recording> =>
    recordProgram(
      () => {
        runtime.setAllConfig({});
        return deploy({ stack, plan: planned, config });
      },
      { preview, invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "configuration" }) },
    );
  expect((await bring(true)).ofType(vmType)).toHaveLength(5);
  await expect(bring(false)).rejects.toThrow(
    "nobody opens Proxmox\n  berth:proxmoxApiToken: is not set\n    fix: run: pulumi config set --secret berth:proxmoxApiToken",
  );
});
