import { parseAllDocuments } from "yaml";
import packageJson from "../sdks/talos/package.json";
import { renderTalosConfigurations, talosConfig, type TalosNodeRequest } from "./talos-config";
import { formatVersion } from "./version";

jest.setTimeout(10 * 60 * 1000);

const cluster = {
  clusterName: "home",
  clusterEndpoint: "https://192.0.2.1:6443",
  talosVersion: "v1.12.11",
  kubernetesVersion: "1.35.4",
};
const worker: TalosNodeRequest = { name: "worker", machineType: "worker", mode: "metal", patches: [] };

/** Generated once: the keys take a second to make. */
const bases = new Map<string, string>();

beforeAll(async () => {
  const nodes = (["controlplane", "worker"] as const).map((machineType) => ({ ...worker, name: machineType, machineType }));
  for (const { name, configuration } of await renderTalosConfigurations({ ...cluster, nodes }, process.env)) {
    bases.set(name, configuration);
  }
});

async function render(node: Partial<TalosNodeRequest>) {
  const [answer] = await renderTalosConfigurations(
    { ...cluster, nodes: [{ ...worker, base: bases.get(node.machineType ?? "worker") ?? "", ...node }] },
    process.env,
  );
  if (answer === undefined) {
    throw new Error("there is no answer");
  }
  return answer;
}

it("is of the minor that the provider generates configurations with", () => {
  expect(formatVersion(talosConfig.version)).toBe("1.12.0");
  // pulumi-talos 0.7.1 is built with Talos 1.12.0.
  expect(packageJson.version).toBe("0.7.1");
});

it("generates what Talos accepts, for both roles and both ways to boot", async () => {
  const nodes = (["controlplane", "worker"] as const).flatMap((machineType) =>
    (["metal", "nocloud"] as const).map((mode) => ({ ...worker, name: `${machineType} ${mode}`, machineType, mode })),
  );
  const answers = await renderTalosConfigurations({ ...cluster, nodes }, process.env);
  expect(answers.map(({ name, errors, warnings }) => ({ name, errors, warnings }))).toEqual(
    nodes.map(({ name }) => ({ name, errors: [], warnings: [] })),
  );
});

it("merges patches in order, the later over the earlier", async () => {
  const { configuration } = await render({ patches: ['{"machine":{"sysctls":{"a":"1","b":"1"}}}', "machine:\n  sysctls:\n    b: '2'\n"] });
  const [document] = parseAllDocuments(configuration).map((each) => each.toJS() as unknown);
  expect(document).toMatchObject({ machine: { type: "worker", sysctls: { a: "1", b: "2" } } });
});

it("patches a configuration that it is given", async () => {
  const { configuration } = await render({});
  const again = await render({ base: configuration, patches: ['{"machine":{"sysctls":{"a":"1"}}}'] });
  expect(again.configuration.replace(/ {4}sysctls:\n {8}a: "1"\n/, "")).toBe(configuration);
});

it.each<[string, Partial<TalosNodeRequest>, string]>([
  ["an unknown field", { patches: ['{"machine":{"sysctl":{}}}'] }, "unknown keys found during decoding"],
  ["a JSON patch", { patches: ['[{"op":"remove","path":"/machine/install"}]'] }, "JSON6902 patches are not supported"],
  [
    "a hostname beside a made-up one",
    { patches: ['{"apiVersion":"v1alpha1","kind":"HostnameConfig","hostname":"a"}'] },
    "'auto' and 'hostname' cannot be set at the same time",
  ],
  [
    "an effect that does not exist",
    { machineType: "controlplane", patches: ['{"machine":{"nodeTaints":{"a":"b:Never"}}}'] },
    "invalid taint effect",
  ],
  [
    "a network that does not exist",
    { machineType: "controlplane", patches: ['{"cluster":{"network":{"cni":{"name":"calico"}}}}'] },
    "cni name should be one of",
  ],
])("says what Talos refuses: %s", async (_, node, message) => {
  expect((await render(node)).errors.join("\n")).toContain(message);
});

it("wants a disk to install to only where Talos installs itself", async () => {
  const { configuration } = await render({});
  const base = configuration.replace(/ {4}install:\n( {8}.*\n)+/, "");
  expect((await render({ base, mode: "metal" })).errors.join()).toContain("install instructions are required");
  expect((await render({ base, mode: "nocloud" })).errors).toEqual([]);
});

it("refuses a request that makes no sense for any node", async () => {
  await expect(renderTalosConfigurations({ ...cluster, talosVersion: "latest", nodes: [worker] }, process.env)).rejects.toThrow(
    "berth-talos-config failed: talosVersion:",
  );
});
