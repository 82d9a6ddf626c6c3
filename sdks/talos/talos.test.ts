import { output } from "@pulumi/pulumi";
import { recordProgram } from "../../components/testing/recorded-program";
import { Provider, client, cluster, machine } from "./index";

const clientConfiguration = { caCertificate: "ca", clientCertificate: "cert", clientKey: "key" };

describe("the Talos SDK", () => {
  it("registers each resource under the provider's token, with the plugin's coordinates", async () => {
    const { resources } = await recordProgram(() => {
      new Provider("provider", { imageFactoryUrl: "https://factory.example" });
      new machine.Secrets("secrets", { talosVersion: "v1.12" });
      new machine.ConfigurationApply("apply", { clientConfiguration, machineConfigurationInput: "config", node: "192.0.2.1" });
      new machine.Bootstrap("bootstrap", { clientConfiguration, node: "192.0.2.1" });
      new cluster.Kubeconfig("kubeconfig", { clientConfiguration, node: "192.0.2.1" });
    });
    const byName = [...resources].sort((a, b) => a.name.localeCompare(b.name));
    expect(byName.map(({ name, type }) => [name, type])).toEqual([
      ["apply", "talos:machine/configurationApply:ConfigurationApply"],
      ["bootstrap", "talos:machine/bootstrap:Bootstrap"],
      ["kubeconfig", "talos:cluster/kubeconfig:Kubeconfig"],
      ["provider", "pulumi:providers:talos"],
      ["secrets", "talos:machine/secrets:Secrets"],
    ]);
    for (const resource of resources) {
      expect(resource).toMatchObject({ version: "0.7.1", pluginDownloadURL: "github://api.github.com/pulumiverse" });
    }
  });

  it("sends exactly the inputs given, credentials and configurations as secrets", async () => {
    const { resource } = await recordProgram(() => {
      new machine.ConfigurationApply("apply", {
        clientConfiguration,
        machineConfigurationInput: "config",
        node: "192.0.2.1",
        configPatches: ["{}"],
        applyMode: "staged_if_needing_reboot",
        onDestroy: { graceful: false },
        timeouts: { create: "5m" },
      });
    });
    expect(resource("apply").inputs).toEqual({
      clientConfiguration,
      machineConfigurationInput: "config",
      node: "192.0.2.1",
      configPatches: ["{}"],
      applyMode: "staged_if_needing_reboot",
      onDestroy: { graceful: false },
      timeouts: { create: "5m" },
    });
    expect([...resource("apply").secrets].sort()).toEqual(["clientConfiguration", "machineConfigurationInput"]);
  });

  it("keeps outputs that hold keys secret", async () => {
    const { resource } = await recordProgram(() => {
      new machine.Secrets("secrets");
      new machine.ConfigurationApply("apply", { clientConfiguration, machineConfigurationInput: "config", node: "192.0.2.1" });
      new cluster.Kubeconfig("kubeconfig", { clientConfiguration, node: "192.0.2.1" });
    });
    expect(resource("secrets").additionalSecretOutputs).toEqual(["machineSecrets", "clientConfiguration"]);
    expect(resource("apply").additionalSecretOutputs).toEqual(["machineConfiguration", "machineConfigurationInput", "clientConfiguration"]);
    expect(resource("kubeconfig").additionalSecretOutputs).toEqual([
      "kubeconfigRaw",
      "kubernetesClientConfiguration",
      "clientConfiguration",
    ]);
  });

  it("imports secrets from a bundle's path", async () => {
    const { resource } = await recordProgram(() => {
      new machine.Secrets("secrets", {}, { import: "/tmp/secrets.yaml" });
    });
    expect(resource("secrets").importId).toBe("/tmp/secrets.yaml");
  });

  it("calls the provider's functions by their tokens", async () => {
    const { invocations } = await recordProgram(() => {
      client.getConfigurationOutput({ clusterName: "home", clientConfiguration, endpoints: ["192.0.2.1"] });
      machine.getConfigurationOutput({
        clusterName: "home",
        clusterEndpoint: "https://192.0.2.1:6443",
        machineType: "worker",
        machineSecrets: output({
          certs: {
            etcd: { cert: "a", key: "b" },
            k8s: { cert: "a", key: "b" },
            k8sAggregator: { cert: "a", key: "b" },
            k8sServiceaccount: { key: "b" },
            os: { cert: "a", key: "b" },
          },
          cluster: { id: "id", secret: "secret" },
          secrets: { bootstrapToken: "token", secretboxEncryptionSecret: "secret" },
          trustdinfo: { token: "token" },
        }),
        kubernetesVersion: "1.35.0",
      });
    });
    expect(invocations.map((call) => call.token).sort()).toEqual([
      "talos:client/getConfiguration:getConfiguration",
      "talos:machine/getConfiguration:getConfiguration",
    ]);
    expect(invocations.find((call) => call.token.startsWith("talos:client"))?.inputs).toEqual({
      clusterName: "home",
      clientConfiguration,
      endpoints: ["192.0.2.1"],
    });
    expect(invocations.find((call) => call.token.startsWith("talos:machine"))?.inputs).toMatchObject({
      machineType: "worker",
      kubernetesVersion: "1.35.0",
    });
  });
});
