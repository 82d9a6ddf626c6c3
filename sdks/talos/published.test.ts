import type { CustomResource } from "@pulumi/pulumi";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import { client, cluster, imagefactory, machine, type types } from "./index";
import { plugin } from "./plugin";
import { type PublishedSdk, readPublishedSdk } from "./testing/published-sdk";

/**
 * Every resource and function with all its arguments, compared with the published SDK of the same version. The types
 * see to it that nothing is left out: `Required` of the arguments, and every name of what comes back.
 */

const clientConfiguration = { caCertificate: "ca", clientCertificate: "cert", clientKey: "key" };
const certificate = { cert: "cert", key: "key" };
const machineSecrets: types.output.machine.MachineSecrets = {
  certs: { etcd: certificate, k8s: certificate, k8sAggregator: certificate, k8sServiceaccount: { key: "key" }, os: certificate },
  cluster: { id: "id", secret: "secret" },
  secrets: { bootstrapToken: "token", secretboxEncryptionSecret: "secret", aescbcEncryptionSecret: "secret" },
  trustdinfo: { token: "token" },
};
const node = "192.0.2.1";

const secrets: Required<machine.SecretsArgs> = { talosVersion: "v1.12" };
const apply: Required<machine.ConfigurationApplyArgs> = {
  clientConfiguration,
  machineConfigurationInput: "config",
  node,
  endpoint: node,
  configPatches: ["{}"],
  applyMode: "auto",
  onDestroy: { graceful: true, reboot: false, reset: false } satisfies Required<types.output.machine.ConfigurationApplyOnDestroy>,
  timeouts: { create: "5m", update: "5m", delete: "5m" } satisfies Required<types.output.machine.Timeout>,
};
const bootstrap: Required<machine.BootstrapArgs> = { clientConfiguration, node, endpoint: node, timeouts: { create: "5m" } };
const kubeconfig: Required<cluster.KubeconfigArgs> = {
  clientConfiguration,
  node,
  endpoint: node,
  certificateRenewalDuration: "720h",
  timeouts: { create: "5m", update: "5m" } satisfies Required<types.output.cluster.KubeconfigTimeouts>,
};
const schematic: Required<imagefactory.SchematicArgs> = { schematic: "customization: {}" };
const configuration: Required<machine.GetConfigurationOutputArgs> = {
  clusterName: "home",
  clusterEndpoint: "https://192.0.2.1:6443",
  machineType: "worker",
  machineSecrets,
  talosVersion: "v1.12",
  kubernetesVersion: "1.35.0",
  configPatches: ["{}"],
  docs: false,
  examples: false,
};
const timeouts = { read: "5m" };
const disks: Required<machine.GetDisksOutputArgs> = { clientConfiguration, node, endpoint: node, selector: "true", timeouts };
const talosconfig: Required<client.GetConfigurationOutputArgs> = {
  clusterName: "home",
  clientConfiguration,
  endpoints: [node],
  nodes: [node],
};
const health: Required<cluster.GetHealthOutputArgs> = {
  clientConfiguration,
  controlPlaneNodes: [node],
  endpoints: [node],
  workerNodes: [],
  skipKubernetesChecks: false,
  timeouts,
};
const oldKubeconfig: Required<cluster.GetKubeconfigOutputArgs> = { clientConfiguration, node, endpoint: node, wait: true, timeouts };
const urls: Required<imagefactory.GetUrlsOutputArgs> = {
  schematicId: "0",
  talosVersion: "v1.12.3",
  platform: "metal",
  architecture: "amd64",
  sbc: "",
};
const versions: Required<imagefactory.GetVersionsOutputArgs> = { filters: { stableVersionsOnly: true } };
const extensions: Required<imagefactory.GetExtensionsVersionsOutputArgs> = {
  talosVersion: "v1.12.3",
  filters: { names: ["a"] },
  exactFilters: { names: ["a"] },
};
const overlays: Required<imagefactory.GetOverlaysVersionsOutputArgs> = { talosVersion: "v1.12.3", filters: { name: "a" } };

let published: PublishedSdk;
let ours: Recording;

beforeAll(async () => {
  published = readPublishedSdk();
  ours = await recordProgram(() => {
    new machine.Secrets("secrets", secrets);
    new machine.ConfigurationApply("apply", apply);
    new machine.Bootstrap("bootstrap", bootstrap);
    new cluster.Kubeconfig("kubeconfig", kubeconfig);
    new imagefactory.Schematic("schematic", schematic);
    machine.getConfigurationOutput(configuration);
    machine.getDisksOutput(disks);
    client.getConfigurationOutput(talosconfig);
    cluster.getHealthOutput(health);
    cluster.getKubeconfigOutput(oldKubeconfig);
    imagefactory.getUrlsOutput(urls);
    imagefactory.getVersionsOutput(versions);
    imagefactory.getExtensionsVersionsOutput(extensions);
    imagefactory.getOverlaysVersionsOutput(overlays);
  });
});

type Own<Resource> = Record<Exclude<keyof Resource, keyof CustomResource>, true>;
type All<Type> = Record<keyof Type, true>;

function names(properties: object): readonly string[] {
  return Object.keys(properties).sort();
}

it("is of the published version", () => {
  expect(published.version).toBe(`v${plugin.version}`);
});

it("has every resource and function, by its token", () => {
  expect(ours.resources.map(({ type }) => type).sort()).toEqual(names(published.resources));
  expect(ours.invocations.map(({ token }) => token).sort()).toEqual(names(published.functions));
});

it("has every input of every resource", () => {
  for (const { type, inputs } of ours.resources) {
    expect([type, names(inputs)]).toEqual([type, published.resources[type]?.inputs]);
  }
});

it("has every argument of every function", () => {
  for (const { token, inputs } of ours.invocations) {
    expect([token, names(inputs)]).toEqual([token, published.functions[token]?.inputs]);
  }
});

it("keeps at least as much secret", () => {
  for (const { type, additionalSecretOutputs } of ours.resources) {
    expect([type, ...additionalSecretOutputs]).toEqual(expect.arrayContaining([...(published.resources[type]?.secretOutputs ?? [])]));
  }
  expect(published.resources["talos:machine/configurationApply:ConfigurationApply"]?.secretOutputs).toEqual([
    "machineConfiguration",
    "machineConfigurationInput",
  ]);
});

it("has every output of every resource", () => {
  const outputs: Readonly<Record<string, object>> = {
    "talos:machine/secrets:Secrets": { machineSecrets: true, clientConfiguration: true, talosVersion: true } satisfies Own<machine.Secrets>,
    "talos:machine/configurationApply:ConfigurationApply": {
      node: true,
      endpoint: true,
      clientConfiguration: true,
      machineConfigurationInput: true,
      configPatches: true,
      applyMode: true,
      resolvedApplyMode: true,
      onDestroy: true,
      timeouts: true,
      machineConfiguration: true,
    } satisfies Own<machine.ConfigurationApply>,
    "talos:machine/bootstrap:Bootstrap": {
      node: true,
      endpoint: true,
      clientConfiguration: true,
      timeouts: true,
    } satisfies Own<machine.Bootstrap>,
    "talos:cluster/kubeconfig:Kubeconfig": {
      node: true,
      endpoint: true,
      clientConfiguration: true,
      certificateRenewalDuration: true,
      timeouts: true,
      kubeconfigRaw: true,
      kubernetesClientConfiguration: true,
    } satisfies Own<cluster.Kubeconfig>,
    "talos:imageFactory/schematic:Schematic": { schematic: true } satisfies Own<imagefactory.Schematic>,
  };
  for (const [type, { outputs: expected }] of Object.entries(published.resources)) {
    expect([type, names(outputs[type] ?? {})]).toEqual([type, expected]);
  }
});

it("has every result of every function", () => {
  const results: Readonly<Record<string, object>> = {
    "talos:machine/getConfiguration:getConfiguration": {
      ...configuration,
      id: true,
      machineConfiguration: true,
    } satisfies Record<keyof machine.GetConfigurationResult, unknown>,
    "talos:machine/getDisks:getDisks": { ...disks, id: true, disks: true } satisfies Record<keyof machine.GetDisksResult, unknown>,
    "talos:client/getConfiguration:getConfiguration": {
      ...talosconfig,
      id: true,
      talosConfig: true,
    } satisfies Record<keyof client.GetConfigurationResult, unknown>,
    "talos:cluster/getHealth:getHealth": { ...health, id: true } satisfies Record<keyof cluster.GetHealthResult, unknown>,
    "talos:cluster/getKubeconfig:getKubeconfig": {
      ...oldKubeconfig,
      id: true,
      kubeconfigRaw: true,
      kubernetesClientConfiguration: true,
    } satisfies Record<keyof cluster.GetKubeconfigResult, unknown>,
    "talos:imageFactory/getUrls:getUrls": { ...urls, id: true, urls: true } satisfies Record<keyof imagefactory.GetUrlsResult, unknown>,
    "talos:imageFactory/getVersions:getVersions": {
      ...versions,
      id: true,
      talosVersions: true,
    } satisfies Record<keyof imagefactory.GetVersionsResult, unknown>,
    "talos:imageFactory/getExtensionsVersions:getExtensionsVersions": {
      ...extensions,
      id: true,
      extensionsInfos: true,
    } satisfies Record<keyof imagefactory.GetExtensionsVersionsResult, unknown>,
    "talos:imageFactory/getOverlaysVersions:getOverlaysVersions": {
      ...overlays,
      id: true,
      overlaysInfos: true,
    } satisfies Record<keyof imagefactory.GetOverlaysVersionsResult, unknown>,
  };
  for (const [token, { outputs: expected }] of Object.entries(published.functions)) {
    expect([token, names(results[token] ?? {})]).toEqual([token, expected]);
  }
});

it("has every property of the types inside them", () => {
  const nested: Readonly<Record<string, object>> = {
    "machine/MachineSecrets": machineSecrets,
    "machine/Certificates": machineSecrets.certs,
    "machine/Certificate": certificate,
    "machine/Key": machineSecrets.certs.k8sServiceaccount,
    "machine/Cluster": machineSecrets.cluster,
    "machine/KubernetesSecrets": machineSecrets.secrets,
    "machine/TrustdInfo": machineSecrets.trustdinfo,
    "machine/ClientConfiguration": clientConfiguration,
    "machine/ConfigurationApplyOnDestroy": { graceful: true, reboot: true, reset: true },
    "machine/Timeout": { create: true, update: true, delete: true },
    "machine/BootstrapTimeouts": { create: true },
    "machine/GetDisksTimeouts": timeouts,
    "cluster/GetHealthTimeouts": timeouts,
    "cluster/KubeconfigTimeouts": { create: true, update: true },
    "cluster/KubeconfigKubernetesClientConfiguration": {
      host: true,
      caCertificate: true,
      clientCertificate: true,
      clientKey: true,
    } satisfies All<types.output.cluster.KubeconfigKubernetesClientConfiguration>,
    "imagefactory/GetVersionsFilters": { stableVersionsOnly: true },
    "imagefactory/GetExtensionsVersionsFilters": { names: true },
    "imagefactory/GetExtensionsVersionsExactFilters": { names: true },
    "imagefactory/GetOverlaysVersionsFilters": { name: true },
    "imagefactory/GetUrlsUrls": {
      installer: true,
      installerSecureboot: true,
      iso: true,
      isoSecureboot: true,
      diskImage: true,
      diskImageSecureboot: true,
      kernel: true,
      initramfs: true,
      kernelCommandLine: true,
      pxe: true,
      uki: true,
    } satisfies All<types.output.imageFactory.GetUrlsUrls>,
    "imagefactory/GetExtensionsVersionsExtensionsInfo": {
      author: true,
      description: true,
      digest: true,
      name: true,
      ref: true,
    } satisfies All<types.output.imageFactory.GetExtensionsVersionsExtensionsInfo>,
    "imagefactory/GetOverlaysVersionsOverlaysInfo": {
      digest: true,
      image: true,
      name: true,
      ref: true,
    } satisfies All<types.output.imageFactory.GetOverlaysVersionsOverlaysInfo>,
    "machine/GetDisksDisk": {
      busPath: true,
      cdrom: true,
      devPath: true,
      ioSize: true,
      modalias: true,
      model: true,
      prettySize: true,
      readonly: true,
      rotational: true,
      secondaryDisks: true,
      sectorSize: true,
      serial: true,
      size: true,
      subSystem: true,
      symlinks: true,
      transport: true,
      uuid: true,
      wwid: true,
    } satisfies All<types.output.machine.GetDisksDisk>,
  };
  for (const [type, properties] of Object.entries(nested)) {
    expect([type, names(properties)]).toEqual([type, published.propertiesOf(type)]);
  }
});
