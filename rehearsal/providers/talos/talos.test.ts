import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PropertyMap, revealedMap } from "../property-value";
import { clientConfiguration, machineSecrets } from "./placeholders";
import { talosStandIn } from "./talos";

const provider = talosStandIn("0.7.1");
const applyType = "talos:machine/configurationApply:ConfigurationApply";
const apply: PropertyMap = {
  node: "192.168.0.10",
  clientConfiguration,
  machineConfigurationInput: "version: v1alpha1\n",
  configPatches: ['{"machine":{}}'],
  applyMode: "staged_if_needing_reboot",
};
const getConfiguration = "talos:machine/getConfiguration:getConfiguration";
const configuration: PropertyMap = {
  clusterName: "home",
  machineType: "worker",
  clusterEndpoint: "https://192.168.0.100:6443",
  machineSecrets,
  talosVersion: "v1.12.3",
  kubernetesVersion: "1.35.0",
};

function failures(type: string, inputs: PropertyMap): readonly string[] {
  const { failures: found } = provider.check({ urn: "urn", type, name: "x", oldInputs: undefined, inputs, randomSeed: "" });
  return found.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("check", () => {
  it("passes what the provider takes", () => {
    expect(failures(applyType, apply)).toEqual([]);
  });

  it.each<[string, PropertyMap, RegExp]>([
    ["without a node", { ...apply, node: "" }, /^node: is empty$/],
    ["with an unknown mode", { ...apply, applyMode: "later" }, /^applyMode: Invalid option/],
    ["with an unknown input", { ...apply, nodes: [] }, /^: Unrecognized key: "nodes"$/],
    ["with a JSON patch", { ...apply, configPatches: ['[{"op":"add","path":"/a","value":1}]'] }, /^configPatches\[0\]: is a JSON patch/],
    [
      "with the name of a file for a patch",
      { ...apply, configPatches: ["patch.yaml"] },
      /^configPatches\[0\]: is read as the name of a file/,
    ],
    ["with a patch that is no YAML", { ...apply, configPatches: ["a: [1"] }, /^configPatches\[0\]: is not valid YAML/],
    ["with a duration of another kind", { ...apply, timeouts: { create: "ten minutes" } }, /^timeouts\.create: is no Go duration/],
  ])("refuses a configuration %s", (_, inputs, expected) => {
    expect(failures(applyType, inputs)).toEqual([expect.stringMatching(expected)]);
  });

  it("says what is missing", () => {
    expect(failures("talos:machine/bootstrap:Bootstrap", { node: "192.168.0.10" })).toEqual(["clientConfiguration: is required"]);
  });

  it("leaves what is not known yet for later", () => {
    expect(failures(applyType, { ...apply, clientConfiguration: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff" })).toEqual([]);
  });

  it("knows no other resource", () => {
    expect(failures("talos:machine/wipe:Wipe", {})).toEqual([": the talos provider has no resource talos:machine/wipe:Wipe"]);
  });
});

describe("functions", () => {
  it("generate a configuration that says what it is of, as a secret", () => {
    const { result, failures: found } = provider.invoke(getConfiguration, configuration);
    expect(found).toEqual([]);
    expect(result["machineConfiguration"]).not.toEqual(expect.any(String));
    expect(revealedMap(result)["machineConfiguration"]).toContain("type: worker");
  });

  it.each<[string, PropertyMap, string]>([
    ["machineType", { machineType: "control-plane" }, "machineType"],
    ["an endpoint without a port", { clusterEndpoint: "https://192.168.0.100" }, "clusterEndpoint"],
    ["no secrets", { machineSecrets: {} }, "machineSecrets.certs"],
  ])("refuse %s", (_, change, property) => {
    const { failures: found } = provider.invoke(getConfiguration, { ...configuration, ...change });
    expect(found.map((failure) => failure.property)).toContain(property);
  });

  it("that would ask a machine do not exist", () => {
    expect(() => provider.invoke("talos:cluster/getHealth:getHealth", {})).toThrow(
      "the talos stand-in has no function talos:cluster/getHealth:getHealth",
    );
  });
});

describe("secrets", () => {
  const type = "talos:machine/secrets:Secrets";
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-talos-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("are imported from a bundle that exists, and never read", () => {
    const path = join(folder, "secrets.yaml");
    writeFileSync(path, "secrets: {bootstraptoken: the-real-one}\n");
    const imported = provider.read({ id: path, type, inputs: undefined, outputs: undefined });
    expect(imported?.id).toBe("machine_secrets");
    expect(JSON.stringify(imported)).not.toContain("the-real-one");
  });

  it("are not imported from a bundle that does not", () => {
    expect(() => provider.read({ id: join(folder, "absent.yaml"), type, inputs: undefined, outputs: undefined })).toThrow(
      "absent.yaml does not exist",
    );
  });

  it.each([
    ["v1.12", "v1.11", true],
    ["v1.9", "v1.12", false],
    ["v1.12", "v1.12.3", false],
  ])("from %s to %s are made anew: %s", (before, after, expected) => {
    expect(provider.replacement(type, { talosVersion: before }, { talosVersion: after }).replaceOn).toEqual(
      expected ? [["talosVersion"]] : [],
    );
  });
});
