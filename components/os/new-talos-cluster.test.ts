import * as pulumi from "@pulumi/pulumi";
import { imagefactory } from "@pulumiverse/talos";
import { schematicText } from "../../infra/talos/schematic";
import { recordProgram } from "../testing/recorded-program";
import { newTalosHardware } from "../testing/new-talos-hardware";
import { NewTalosCluster, type NewTalosClusterArgs } from "./new-talos-cluster";
import { TalosImages } from "./talos-images";

const secretsType = "talos:machine/secrets:Secrets";
const applyType = "talos:machine/configurationApply:ConfigurationApply";
const schematicType = "talos:imageFactory/schematic:Schematic";
const clientConfiguration = { caCertificate: "ca", clientCertificate: "cert", clientKey: "key" };

function record(args: Partial<NewTalosClusterArgs> = {}, hardware = newTalosHardware()) {
  return recordProgram(
    () => {
      const images = new TalosImages("lab-images", { hardware });
      return new NewTalosCluster("lab", { hardware, images, ...args });
    },
    {
      outputs: ({ type }) =>
        type === secretsType
          ? { machineSecrets: { cluster: { id: "id" } }, clientConfiguration }
          : type === "talos:cluster/kubeconfig:Kubeconfig"
            ? { kubeconfigRaw: "kubeconfig" }
            : {},
      invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({
        machineConfiguration: `configuration of a ${String(inputs["machineType"])}`,
        talosConfig: "talosconfig",
      }),
    },
  );
}

describe("NewTalosCluster", () => {
  it("makes secrets of the version's minor, protected, and never others", async () => {
    expect((await record()).resource("lab-secrets")).toMatchObject({
      type: secretsType,
      inputs: { talosVersion: "v1.12" },
      protect: true,
      ignoreChanges: ["talosVersion"],
      additionalSecretOutputs: ["machineSecrets", "clientConfiguration"],
      parent: "lab",
    });
    expect((await record()).resource("lab-secrets").importId).toBeUndefined();
  });

  it("configures every machine at its own address, begins once on a control plane, and then asks for the kubeconfig", async () => {
    const recording = await record();
    const applies = recording.ofType(applyType);
    expect(applies.map(({ name, inputs, secrets }) => [name, inputs["node"], [...secrets].sort()])).toEqual([
      ["lab-cp1-apply", "192.168.0.11", ["clientConfiguration", "machineConfigurationInput"]],
      ["lab-worker1-apply", "192.168.0.12", ["clientConfiguration", "machineConfigurationInput"]],
      ["lab-metal1-apply", "192.168.0.13", ["clientConfiguration", "machineConfigurationInput"]],
    ]);
    expect(recording.ofType("talos:machine/bootstrap:Bootstrap")).toHaveLength(1);
    const bootstrap = recording.resource("lab-bootstrap");
    expect(bootstrap).toMatchObject({
      inputs: { clientConfiguration, node: "192.168.0.11" },
      secrets: ["clientConfiguration"],
      ignoreChanges: ["node", "endpoint"],
    });
    expect(bootstrap.dependsOn).toEqual(expect.arrayContaining(applies.map(({ name }) => name)));
    const kubeconfig = recording.resource("lab-kubeconfig");
    expect(kubeconfig.inputs).toEqual({ clientConfiguration, node: "192.168.0.11" });
    expect(kubeconfig.dependsOn).toContain("lab-bootstrap");
  });

  it("sends nothing before what creates the machines is done", async () => {
    const hardware = newTalosHardware();
    const { resource } = await recordProgram(() => {
      const images = new TalosImages("images", { hardware });
      const machines = new imagefactory.Schematic("machines");
      return new NewTalosCluster("lab", { hardware, images }, { dependsOn: machines });
    });
    expect(resource("lab-cp1-apply").dependsOn).toContain("machines");
    expect(resource("lab-worker1-apply").dependsOn).toContain("lab-cp1-apply");
  });

  it("gives each machine its patches in order, the image of its extensions last", async () => {
    const recording = await record({
      settings: { cni: "cilium" },
      commonDocuments: ["machine: {}"],
      documents: new Map([["cp1", ["debug: false"]]]),
    });
    const patches = recording.resource("lab-cp1-apply").inputs["configPatches"];
    expect(patches).toEqual([
      "machine: {}",
      "debug: false",
      ...[
        { machine: { nodeLabels: { "berth.dev/pool": "core", "berth.dev/memory-class": "low", "berth.dev/power-class": "standard" } } },
        { cluster: { allowSchedulingOnControlPlanes: false } },
        { cluster: { apiServer: { certSANs: ["192.168.0.100"] } } },
        { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "cp1", auto: "off" },
        {
          apiVersion: "v1alpha1",
          kind: "LinkAliasConfig",
          name: "net0",
          selector: { match: 'mac(link.permanent_addr) == "bc:24:11:00:00:0a"' },
        },
        {
          apiVersion: "v1alpha1",
          kind: "LinkConfig",
          name: "net0",
          up: true,
          addresses: [{ address: "192.168.0.11/24" }],
          routes: [{ gateway: "192.168.0.1" }],
        },
        { apiVersion: "v1alpha1", kind: "ResolverConfig", nameservers: [{ address: "192.168.0.1" }] },
        { apiVersion: "v1alpha1", kind: "TimeSyncConfig", ntp: { servers: ["time.example.com"] } },
        { apiVersion: "v1alpha1", kind: "Layer2VIPConfig", name: "192.168.0.100", link: "net0" },
        {
          cluster: {
            network: { podSubnets: ["10.42.0.0/16"], serviceSubnets: ["10.43.0.0/16"], cni: { name: "none" } },
            proxy: { disabled: true },
          },
        },
        { machine: { features: { kubePrism: { enabled: true, port: 7445 } } } },
        {
          machine: {
            kubelet: {
              extraConfig: { systemReserved: { cpu: "50m", memory: "512Mi", pid: "100", "ephemeral-storage": "256Mi" } },
              nodeIP: { validSubnets: ["192.168.0.0/24"] },
            },
          },
        },
        {
          machine: {
            install: {
              disk: "/dev/sda",
              image: `factory.talos.dev/nocloud-installer/${imageId(recording, "cp1")}:v1.12.11`,
              wipe: false,
            },
          },
        },
      ].map((document) => JSON.stringify(document)),
    ]);
  });

  it("keeps every way in secret", async () => {
    const hardware = newTalosHardware();
    const secret: Record<string, boolean> = {};
    const recording = await recordProgram(
      async () => {
        const cluster = new NewTalosCluster("lab", { hardware, images: new TalosImages("images", { hardware }) });
        secret["kubeconfig"] = await pulumi.isSecret(cluster.kubeconfig);
        secret["talosconfig"] = await pulumi.isSecret(cluster.talosconfig);
      },
      {
        outputs: () => ({ kubeconfigRaw: "kubeconfig", clientConfiguration, machineSecrets: {} }),
        invoke: () => ({ talosConfig: "t", machineConfiguration: "m" }),
      },
    );
    expect(secret).toEqual({ kubeconfig: true, talosconfig: true });
    expect(recording.resource("lab-kubernetes").secrets).toEqual(["kubeconfig"]);
  });
});

describe("TalosImages", () => {
  it("registers one schematic for each set of extensions", async () => {
    const hardware = newTalosHardware();
    const twins = { ...hardware, machines: [...hardware.machines, { ...machineNamed("cp1"), name: "cp2", address: "192.168.0.14" }] };
    const { ofType } = await recordProgram(() => new TalosImages("images", { hardware: twins }));
    expect(ofType(schematicType).map(({ inputs }) => inputs["schematic"])).toEqual([
      "customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/iscsi-tools\n            - siderolabs/qemu-guest-agent\n",
      expect.stringContaining("- siderolabs/nvidia-container-toolkit-lts\n            - siderolabs/nvidia-open-gpu-kernel-modules-lts\n"),
      expect.stringContaining("- siderolabs/i915\n"),
    ]);
  });

  it("says where the machine's images are", async () => {
    const hardware = newTalosHardware();
    let found: readonly string[] = [];
    await recordProgram(async () => {
      const images = new TalosImages("images", { hardware });
      found = await new Promise((resolve) => {
        pulumi.all([images.of("worker1").diskImage, images.of("metal1").installer]).apply(resolve);
      });
    });
    expect(found).toEqual([
      expect.stringMatching(/^https:\/\/factory\.talos\.dev\/image\/images-[0-9a-f]{8}-id\/v1\.12\.11\/nocloud-amd64\.qcow2$/),
      expect.stringMatching(/^factory\.talos\.dev\/metal-installer\/images-[0-9a-f]{8}-id:v1\.12\.11$/),
    ]);
  });

  it("refuses a card without its driver", async () => {
    const hardware = newTalosHardware();
    const machines = hardware.machines.map((machine) => ({ ...machine, extensions: [] }));
    await expect(recordProgram(() => new TalosImages("images", { hardware: { ...hardware, machines } }))).rejects.toThrow(
      "machines[metal1].extensions: has no driver for gpu.intel.com/i915",
    );
  });
});

function machineNamed(name: string) {
  const found = newTalosHardware().machines.find((machine) => machine.name === name);
  if (found === undefined) {
    throw new Error(`the lab has no ${name}`);
  }
  return found;
}

/** The id that the mocks give the schematic of a machine. */
function imageId(recording: Awaited<ReturnType<typeof record>>, machine: string): string {
  const text = schematicText(machineNamed(machine).extensions);
  return `${recording.ofType(schematicType).find(({ inputs }) => inputs["schematic"] === text)?.name ?? "none"}-id`;
}
