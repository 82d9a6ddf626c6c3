import { log } from "@pulumi/pulumi";
import { recordProgram } from "../testing/recorded-program";
import { validHardware } from "../testing/valid-hardware";
import { TalosCluster } from "./talos-cluster";

const applyType = "talos:machine/configurationApply:ConfigurationApply";
const outputs = {
  outputs: ({ type }: { type: string }) => {
    switch (type) {
      case "talos:machine/secrets:Secrets":
        return {
          machineSecrets: { cluster: { id: "id" } },
          clientConfiguration: { caCertificate: "ca", clientCertificate: "cert", clientKey: "key" },
        };
      case "talos:cluster/kubeconfig:Kubeconfig":
        return { kubeconfigRaw: "kubeconfig" };
      default:
        return {};
    }
  },
  invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({
    machineConfiguration: `configuration of a ${String(inputs["machineType"])}`,
  }),
};

function record(preview: boolean, args: Partial<ConstructorParameters<typeof TalosCluster>[1]> = {}) {
  return recordProgram(() => new TalosCluster("valid", { hardware: validHardware(), ...args }), { ...outputs, preview });
}

describe("TalosCluster", () => {
  it("adopts the running cluster's secrets and protects them", async () => {
    const { resource } = await record(false, { secretsFile: "secrets.yaml", documents: new Map() });
    expect(resource("valid-secrets")).toMatchObject({
      type: "talos:machine/secrets:Secrets",
      inputs: {},
      importId: "secrets.yaml",
      protect: true,
      ignoreChanges: ["talosVersion"],
      parent: "valid",
    });
  });

  it("configures each machine once, control planes first, one after the other, without rebooting it", async () => {
    const { ofType } = await record(false, {
      secretsFile: "secrets.yaml",
      commonDocuments: ['{"machine":{"sysctls":{"a":"1"}}}'],
      documents: new Map([["gpu1", ['{"machine":{"install":{"disk":"/dev/sda"}}}']]]),
    });
    const applies = ofType(applyType);
    expect(applies.map(({ name, parent }) => [name, parent])).toEqual([
      ["valid-cp1-apply", "valid-cp1"],
      ["valid-gpu1-apply", "valid-gpu1"],
      ["valid-worker1-apply", "valid-worker1"],
    ]);
    expect(applies.map(({ inputs }) => [inputs["node"], inputs["machineConfigurationInput"], inputs["applyMode"]])).toEqual([
      ["192.168.1.11", "configuration of a controlplane", "staged_if_needing_reboot"],
      ["192.168.1.12", "configuration of a worker", "staged_if_needing_reboot"],
      ["192.168.1.13", "configuration of a worker", "staged_if_needing_reboot"],
    ]);
    expect(applies.map(({ dependsOn }) => dependsOn.filter((dependency) => dependency.endsWith("-apply")))).toEqual([
      [],
      ["valid-cp1-apply"],
      ["valid-gpu1-apply"],
    ]);
    // A machine's own documents are secret too; what is said of all of them stands in the program.
    expect(applies.map(({ secrets }) => [...secrets].sort())).toEqual([
      ["clientConfiguration", "machineConfigurationInput"],
      ["clientConfiguration", "configPatches.1", "machineConfigurationInput"],
      ["clientConfiguration", "machineConfigurationInput"],
    ]);
    const [common, ofMachine, ofBerth, hostname] = [...(applies[1]?.inputs["configPatches"] as unknown[])].map(
      (patch) => JSON.parse(String(patch)) as unknown,
    );
    expect(common).toEqual({ machine: { sysctls: { a: "1" } } });
    expect(ofMachine).toEqual({ machine: { install: { disk: "/dev/sda" } } });
    expect(ofBerth).toEqual({
      machine: {
        nodeLabels: {
          "berth.dev/device.zigbee": "true",
          "berth.dev/gpu-model": "arc-130t",
          "berth.dev/gpu-vendor": "intel",
          "berth.dev/memory-class": "high",
          "berth.dev/pool": "apps",
          "berth.dev/power-class": "performance",
        },
      },
    });
    expect(hostname).toEqual({ apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "gpu1", auto: "off" });
  });

  it("generates the configuration of each role for the table's versions", async () => {
    const { invocations } = await record(false, { secretsFile: "secrets.yaml", documents: new Map() });
    const generated = invocations.filter(({ token }) => token === "talos:machine/getConfiguration:getConfiguration");
    expect(generated.map(({ token, inputs }) => ({ token, ...inputs }))).toEqual(
      ["controlplane", "worker"].map((machineType) => ({
        token: "talos:machine/getConfiguration:getConfiguration",
        clusterName: "valid",
        clusterEndpoint: "https://192.168.1.10:6443",
        machineType,
        machineSecrets: { cluster: { id: "id" } },
        talosVersion: "v1.12.3",
        kubernetesVersion: "1.35.4",
      })),
    );
  });

  it("has containerd keep what Spegel shares, on every machine, when it is told to", async () => {
    const { ofType } = await record(false, { secretsFile: "secrets.yaml", documents: new Map(), settings: { spegel: true } });
    for (const { inputs } of ofType(applyType)) {
      expect((inputs["configPatches"] as string[]).map((patch) => JSON.parse(patch) as unknown)).toContainEqual({
        machine: {
          files: [
            {
              path: "/etc/cri/conf.d/20-customization.part",
              op: "create",
              content: '[plugins."io.containerd.cri.v1.images"]\n  discard_unpacked_layers = false\n',
            },
          ],
        },
      });
    }
  });

  it("refuses to write containerd's file when the machine's own documents write it, and only then", async () => {
    const own = JSON.stringify({ machine: { files: [{ path: "/etc/cri/conf.d/20-customization.part", op: "create", content: "" }] } });
    const args = { secretsFile: "secrets.yaml", documents: new Map([["gpu1", [own]]]) };
    await expect(record(false, { ...args, settings: { spegel: true } })).rejects.toThrow(
      "berth:talosDocuments for gpu1: is a file that Berth writes with these settings, and it may be written once",
    );
    await expect(record(false, args)).resolves.toBeDefined();
  });

  it("hands out a talosconfig whose endpoints are the control planes", async () => {
    const { invocations } = await record(false, { secretsFile: "secrets.yaml", documents: new Map() });
    expect(invocations.find(({ token }) => token.startsWith("talos:client"))?.inputs).toEqual({
      clusterName: "valid",
      clientConfiguration: { caCertificate: "ca", clientCertificate: "cert", clientKey: "key" },
      endpoints: ["192.168.1.11"],
      nodes: ["192.168.1.11", "192.168.1.12", "192.168.1.13"],
    });
  });

  it("hands out a provider for the cluster that waits for every machine", async () => {
    const { resource } = await record(false, { secretsFile: "secrets.yaml", documents: new Map() });
    expect(resource("valid-kubeconfig").inputs["node"]).toBe("192.168.1.11");
    expect(resource("valid-kubeconfig").dependsOn).toEqual(
      expect.arrayContaining(["valid-cp1-apply", "valid-gpu1-apply", "valid-worker1-apply"]),
    );
    expect(resource("valid-kubernetes")).toMatchObject({
      type: "pulumi:providers:kubernetes",
      inputs: { kubeconfig: "kubeconfig", clusterIdentifier: "valid", deleteUnreachable: "false" },
      secrets: ["kubeconfig"],
    });
  });

  it("previews without what only the running cluster can tell, with placeholders and without an import", async () => {
    const info = jest.spyOn(log, "info").mockResolvedValue(undefined);
    const { resource } = await record(true);
    expect(resource("valid-secrets").importId).toBeUndefined();
    expect(info.mock.calls).toEqual([
      ["not set: berth:talosSecretsFile and berth:talosDocuments. This preview uses placeholders; an up needs both"],
    ]);
    info.mockRestore();
  });

  it("says nothing when both are there", async () => {
    const info = jest.spyOn(log, "info").mockResolvedValue(undefined);
    await record(true, { secretsFile: "secrets.yaml", documents: new Map() });
    expect(info.mock.calls).toEqual([]);
    info.mockRestore();
  });

  it("refuses an up without the secrets bundle", async () => {
    await expect(record(false, { documents: new Map() })).rejects.toThrow(
      "berth:talosSecretsFile: is not set, and without it Talos would generate a new certificate authority",
    );
  });

  it("refuses an up that would take away what the machines have", async () => {
    await expect(record(false, { secretsFile: "secrets.yaml" })).rejects.toThrow(
      "berth:talosDocuments: is not set, and an up sends each machine its whole configuration",
    );
  });

  it("refuses an up without either with both reasons at once", async () => {
    await expect(record(false)).rejects.toThrow(/berth:talosSecretsFile: is not set[\s\S]*berth:talosDocuments: is not set/);
  });

  it("refuses machines that do not run Talos", async () => {
    const hardware = { ...validHardware(), operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" } as const };
    await expect(record(true, { hardware })).rejects.toThrow("hardware.cluster.operatingSystem.kind: is not talos (found k3s)");
  });
});
