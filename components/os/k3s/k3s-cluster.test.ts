import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { recordProgram, type Recording } from "../../testing/recorded-program";
import { unmarkedSecrets } from "../../testing/unmarked-secrets";
import { contaboOrder } from "../../hosts/contabo/contabo-order";
import { newIdentity } from "./identity-provider";
import { K3sCluster, type K3sClusterArgs } from "./k3s-cluster";
import type { K3sSettings } from "./k3s-settings";
import { bootedNode } from "./testing/loopback-cluster";
import { k3sHardware } from "./testing/k3s-hardware";

const identity = newIdentity("mesh", new Date());
const addresses: Readonly<Record<string, string>> = { "mesh-mesh-node-1": "203.0.113.1" };
let kubeconfig = "";

async function record(
  hardware = k3sHardware(5),
  preview = false,
  settings: Partial<K3sSettings> = {},
  more: Pick<K3sClusterArgs, "reachedBy" | "serviceAccountKey" | "disposable"> = {},
): Promise<Recording> {
  return recordProgram(
    () => {
      const cluster = new K3sCluster("mesh", { hardware, order: contaboOrder({ sshKeys: [7] }), settings, ...more });
      cluster.kubeconfig.apply((value) => {
        kubeconfig = value;
      });
    },
    {
      preview,
      outputs: ({ name, type }) =>
        type.endsWith("k3s:Identity") ? identity : { address: addresses[name] ?? `203.0.113.${name.at(-1) ?? ""}` },
    },
  );
}

const credentials = {
  "berth:contaboClientId": "a",
  "berth:contaboClientSecret": "b",
  "berth:contaboUser": "c",
  "berth:contaboPassword": "d",
};

beforeEach(() => {
  pulumi.runtime.setAllConfig(credentials, Object.keys(credentials));
});

it("orders three servers and the agents, the first before all others", async () => {
  const recording = await record();
  const instances = recording.ofType("pulumi-nodejs:dynamic/contabo:Instance");
  const known = ["mesh", "mesh-identity", "mesh-version"];
  expect(instances.map(({ name, dependsOn, protect }) => [name, dependsOn.filter((each) => !known.includes(each)), protect])).toEqual([
    ["mesh-mesh-node-1", [], true],
    ["mesh-mesh-node-2", ["mesh-mesh-node-1"], true],
    ["mesh-mesh-node-3", ["mesh-mesh-node-1"], true],
    ["mesh-mesh-node-4", ["mesh-mesh-node-1"], false],
    ["mesh-mesh-node-5", ["mesh-mesh-node-1"], false],
  ]);
  const { userData, __provider, ...inputs } = recording.resource("mesh-mesh-node-4").inputs;
  expect(inputs).toEqual({
    displayName: "mesh-node-4",
    productId: "V92",
    region: "EU",
    period: 1,
    image: "ubuntu-24.04",
    sshKeys: [7],
  });
  expect([typeof userData, __provider]).toEqual(["string", expect.stringContaining('providers["contabo:Instance"]')]);
});

it("keeps what is secret secret, wherever it stands", async () => {
  const recording = await record();
  const { serverToken, agentToken, serverCaKey, adminKey } = identity;
  expect(unmarkedSecrets(recording, [serverToken, agentToken, serverCaKey, adminKey, "#cloud-config"])).toEqual([]);
  expect(recording.resource("mesh-identity")).toMatchObject({ protect: true });
});

it("waits for every node before anything is put into the cluster, and reaches it by the first server", async () => {
  const recording = await record();
  const nodes = [1, 2, 3, 4, 5].map((number) => `mesh-node-${number}`);
  const { inputs, dependsOn } = recording.resource("mesh-ready");
  expect(inputs).toMatchObject({ address: "203.0.113.1", nodes });
  expect(nodes.filter((name) => !dependsOn.includes(`mesh-${name}`))).toEqual([]);
  expect(recording.resource("mesh-kubernetes").dependsOn).toContain("mesh-ready");
  expect(parse(kubeconfig)).toMatchObject({ clusters: [{ name: "mesh", cluster: { server: "https://203.0.113.1:6443" } }] });
});

it("keeps the labels of every node as the table says, although the kubelet set them first", async () => {
  const hardware = k3sHardware(4);
  const patches = (await record(hardware)).ofType("kubernetes:core/v1:NodePatch");
  expect(patches.map(({ inputs, provider, retainOnDelete }) => [inputs["metadata"], provider, retainOnDelete])).toEqual(
    hardware.machines.map(({ name, labels }) => [
      { name, labels, annotations: { "pulumi.com/patchForce": "true" } },
      "mesh-kubernetes",
      true,
    ]),
  );
});

it("refuses labels that would keep nodes from registering, all at once", async () => {
  const hardware = k3sHardware(3, { "node-role.kubernetes.io/worker": "true" });
  await expect(record(hardware)).rejects.toThrow(
    'machines[mesh-node-1].labels["node-role.kubernetes.io/worker"]: may not be set by a kubelet on its own node',
  );
});

it("refuses an even number of servers", async () => {
  const hardware = k3sHardware(4);
  const machines = hardware.machines.map((machine) => ({ ...machine, role: "control-plane" as const }));
  await expect(record({ ...hardware, machines })).rejects.toThrow("an even number survives no more failures than one less");
});

it("protects nothing where nothing is lost, and is made anew instead of upgraded", async () => {
  const recording = await record(k3sHardware(3), false, {}, { disposable: ["zone a"] });
  expect(recording.resources.filter(({ protect }) => protect).map(({ name }) => name)).toEqual([]);
  expect(recording.resource("mesh-version").inputs).toMatchObject({ version: "v1.35.4+k3s1", fixed: ["zone a"] });
});

it("is called by the address that clients reach it by, which its machines do not know", async () => {
  const more = { reachedBy: pulumi.output("198.51.100.9"), serviceAccountKey: pulumi.secret("KEY") };
  const recording = await record(k3sHardware(3), false, {}, more);
  const node = bootedNode({ userData: String(recording.resource("mesh-mesh-node-1").inputs["userData"]) });
  expect(parse(node.file("/etc/rancher/k3s/config.yaml"))).toMatchObject({ "tls-san": ["k8s.example.com", "198.51.100.9"] });
  expect(node.file("/var/lib/rancher/k3s/server/tls/service.key")).toBe("KEY");
});

it("has a replaced first server join the one that is named instead", async () => {
  const recording = await record(k3sHardware(3), false, { firstServer: "mesh-node-2" });
  const joins = ["mesh-node-1", "mesh-node-2", "mesh-node-3"].map(
    (name) => bootedNode({ userData: String(recording.resource(`mesh-${name}`).inputs["userData"]) }).joins,
  );
  expect(joins).toEqual(["https://203.0.113.2:6443", undefined, "https://203.0.113.2:6443"]);
  await expect(record(k3sHardware(4), false, { firstServer: "mesh-node-4" })).rejects.toThrow("is no control plane of the table");
});

describe("without credentials", () => {
  beforeEach(() => {
    pulumi.runtime.setAllConfig({ "berth:contaboUser": "ops@example.com" });
  });

  it("does not come up, and names all that are missing", async () => {
    await expect(record()).rejects.toThrow(/berth:contaboClientId: is not set[^]*contaboClientSecret[^]*contaboPassword/);
  });

  it("is previewed", async () => {
    expect((await record(k3sHardware(3), true)).ofType("pulumi-nodejs:dynamic/contabo:Instance")).toHaveLength(3);
  });
});
