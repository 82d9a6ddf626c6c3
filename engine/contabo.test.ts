import { contaboOrder } from "../components/hosts/contabo/contabo-order";
import { ContaboSecret } from "../components/hosts/contabo/secret";
import { K3sCluster } from "../components/os/k3s/k3s-cluster";
import { clusterStandInVariable } from "../components/os/k3s/readiness-provider";
import { bootedNode, LoopbackCluster } from "../components/os/k3s/testing/loopback-cluster";
import { faultOnce, LoopbackApi, loopbackCredentials } from "../infra/contabo/testing/loopback-api";
import { normalizeHardware } from "../infra/hardware/normalize";
import { type ContaboStack, openContaboStack } from "./testing/contabo-stack";
import { operationLimit } from "./testing/isolated";
import type { EngineResult } from "./preview-result";
import { killEngine } from "./testing/kill-engine";

/**
 * A K3s cluster at Contabo on the real engine, with the real dynamic providers against stand-ins of both APIs. The tests
 * go in this order, each from the state that the one before has left.
 */
const api = new LoopbackApi();
const cluster = new LoopbackCluster(() => api.servers);
let stack: ContaboStack;

/** What the tests change of the program. */
const wanted: {
  nodes: number;
  prefix: string;
  key: string;
  reinstall: Readonly<Record<string, string>>;
  disable: readonly "traefik"[];
  firstServer?: string;
} = {
  nodes: 3,
  prefix: "",
  key: "ssh-ed25519 AAAA ops",
  reinstall: {},
  disable: [],
};

const table = {
  cluster: {
    name: "mesh",
    endpoint: "https://k8s.example.com:6443",
    kubernetesVersion: "1.35.4",
    operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" },
    allowSchedulingOnControlPlanes: true,
  },
  machines: [],
  fleets: [{ name: "mesh", provider: "contabo", product: "V92", count: { min: 3, max: 6, initial: 3 }, servers: 3, pool: "general" }],
};

async function program(): Promise<Record<string, unknown>> {
  const { profile, findings } = normalizeHardware(table, wanted.nodes);
  if (profile === undefined) {
    throw new Error(JSON.stringify(findings));
  }
  const key = new ContaboSecret("ops", { name: "ops", type: "ssh", value: wanted.key });
  const order = contaboOrder({
    sshKeys: [key.secretId],
    displayNameOf: ({ name }) => `${wanted.prefix}${name}`,
    reinstall: wanted.reinstall,
  });
  const { addresses, kubeconfig } = new K3sCluster("mesh", {
    hardware: profile,
    order,
    settings: { disable: wanted.disable, ...(wanted.firstServer === undefined ? {} : { firstServer: wanted.firstServer }) },
  });
  return Promise.resolve({ addresses, kubeconfig });
}

beforeAll(async () => {
  process.env[clusterStandInVariable] = await cluster.listen();
  // What boots reads its user data, and that is when the cluster's server knows its certificates.
  api.faults.push(() => {
    cluster.boot();
    return undefined;
  });
  stack = await openContaboStack({ api: await api.listen(), program, onOutput: (text) => said.push(text) });
}, 600_000);

afterAll(async () => {
  stack.close();
  Reflect.deleteProperty(process.env, clusterStandInVariable);
  await api.close();
  await cluster.close();
});

/** Everything that was said, for what may not have been. */
const said: string[] = [];
const messages = ({ diagnostics }: EngineResult): readonly string[] => diagnostics.map(({ message }) => message);
const steps = (result: EngineResult, ...operations: readonly string[]): readonly string[] =>
  result.steps.filter(({ operation }) => operations.includes(operation)).map(({ operation, name }) => `${operation} ${name}`);
const orders = (): readonly unknown[] => api.requestsTo("POST", /^\/v1\/compute\/instances$/);
const names = (): readonly string[] => api.servers.map(({ displayName }) => displayName).sort();

it(
  "is previewed without credentials and without asking Contabo anything",
  async () => {
    const result = await stack.preview();
    expect(result.outcome).toBe("fine");
    expect(messages(result)).toEqual([
      "not set: berth:contaboClientId, berth:contaboClientSecret, berth:contaboUser, berth:contaboPassword. A preview asks Contabo nothing; an up needs them",
    ]);
    expect(api.requests).toEqual([]);
  },
  operationLimit,
);

it(
  "orders no server twice when the run is killed between order and state",
  async () => {
    await stack.setCredentials();
    api.faults.unshift(faultOnce("POST", /^\/v1\/compute\/instances$/, { kind: "lose", then: killEngine }));
    await stack.up().catch(() => undefined);
    expect([names(), orders().length]).toEqual([["mesh-node-1"], 1]);

    await stack.unlock();
    const result = await stack.up();
    expect(result.outcome).toBe("fine");
    expect([names(), orders().length]).toEqual([["mesh-node-1", "mesh-node-2", "mesh-node-3"], 3]);
    expect(messages(result)).toContainEqual(
      expect.stringMatching(/^mesh-node-1: server \d+ was ordered before and is taken over; nothing is ordered$/),
    );
  },
  2 * operationLimit,
);

it("has made one cluster of them", () => {
  const nodes = [...cluster.nodes].sort((a, b) => a.name.localeCompare(b.name));
  expect(nodes.map(({ name, begins, isServer }) => [name, begins, isServer])).toEqual([
    ["mesh-node-1", true, true],
    ["mesh-node-2", false, true],
    ["mesh-node-3", false, true],
  ]);
});

it("keeps every secret encrypted in its state", async () => {
  const state = await stack.unencryptedState();
  const first = cluster.nodes[0];
  const secrets = [
    loopbackCredentials.clientSecret,
    loopbackCredentials.password,
    first?.token ?? "-",
    first?.agentToken ?? "-",
    "PRIVATE KEY",
  ];
  expect(state).toContain("mesh-node-1");
  expect(secrets.filter((secret) => secret.length < 8 || state.includes(secret))).toEqual([]);
});

it(
  "changes nothing when nothing has changed",
  async () => {
    const result = await stack.preview();
    expect({ changes: steps(result, "create", "update", "delete", "replace"), messages: messages(result) }).toEqual({
      changes: [],
      messages: [],
    });
  },
  operationLimit,
);

it(
  "changes nothing when a setting changes that has nothing to do with it",
  async () => {
    await stack.set("objective", "power");
    expect(steps(await stack.preview(), "create", "update", "delete", "replace")).toEqual([]);
  },
  operationLimit,
);

it(
  "changes a key in place",
  async () => {
    wanted.key = "ssh-ed25519 BBBB ops";
    const result = await stack.up();
    expect(steps(result, "create", "update", "delete", "replace")).toEqual(["update ops"]);
  },
  2 * operationLimit,
);

it(
  "renames in place",
  async () => {
    wanted.prefix = "prod-";
    const result = await stack.up();
    expect(steps(result, "create", "update", "delete", "replace")).toEqual([
      "update mesh-mesh-node-1",
      "update mesh-mesh-node-2",
      "update mesh-mesh-node-3",
    ]);
    expect([names(), orders().length]).toEqual([["prod-mesh-node-1", "prod-mesh-node-2", "prod-mesh-node-3"], 3]);
  },
  operationLimit,
);

it(
  "does not install a server anew because its cloud-init has changed, and says so",
  async () => {
    wanted.disable = ["traefik"];
    const result = await stack.up();
    expect(steps(result, "create", "update", "delete", "replace")).toEqual([]);
    expect(messages(result)).toContainEqual(
      expect.stringMatching(/^warning: prod-mesh-node-1 \(\d+\): ignored: userData changed, which counts when a system is installed/),
    );
    expect(api.requestsTo("PUT", /instances/)).toEqual([]);
  },
  operationLimit,
);

it(
  "installs the one anew that it is told to",
  async () => {
    wanted.reinstall = { "mesh-node-3": "2026-11-21" };
    const result = await stack.up();
    expect(steps(result, "create", "update", "delete", "replace")).toEqual(["update mesh-mesh-node-3"]);
    expect(api.requestsTo("PUT", /instances/)).toHaveLength(1);
    const again = messages(await stack.preview());
    expect(again).toContainEqual(expect.stringContaining("prod-mesh-node-1"));
    expect(again).not.toContainEqual(expect.stringContaining("prod-mesh-node-3"));
    wanted.disable = [];
    wanted.reinstall = {};
  },
  2 * operationLimit,
);

it(
  "replaces a broken server by another of its name, which joins the cluster, and cancels the old one",
  async () => {
    wanted.firstServer = "mesh-node-2";
    const result = await stack.replace("mesh-mesh-node-1");
    expect([result.outcome, steps(result, "create", "update", "delete", "replace")]).toEqual([
      "fine",
      // The way into the cluster goes by the server that is named now.
      ["replace mesh-mesh-node-1", "update mesh-kubernetes"],
    ]);
    expect([names(), orders().length]).toEqual([["prod-mesh-node-1", "prod-mesh-node-2", "prod-mesh-node-3"], 4]);
    expect(api.requestsTo("POST", /cancel$/)).toHaveLength(1);
    const [replaced] = api.servers.filter(({ displayName }) => displayName === "prod-mesh-node-1").map(bootedNode);
    expect([replaced?.begins, replaced?.joins]).toEqual([false, `https://${addressOf("prod-mesh-node-2")}:6443`]);
  },
  operationLimit,
);

it(
  "adds one server, although the answer to its order is lost",
  async () => {
    wanted.nodes = 4;
    expect(steps(await stack.preview(), "create", "update", "delete", "replace")).toEqual([
      "create mesh-labels-mesh-node-4",
      "create mesh-mesh-node-4",
      "update mesh-ready",
      "update mesh-version",
    ]);
    api.faults.unshift(faultOnce("POST", /^\/v1\/compute\/instances$/, { kind: "lose" }));
    const result = await stack.up();
    expect(result.outcome).toBe("fine");
    expect([names().length, orders().length]).toEqual([4, 5]);
    expect(cluster.nodes.map(({ name, isServer }) => [name, isServer]).at(-1)).toEqual(["mesh-node-4", false]);
  },
  2 * operationLimit,
);

it(
  "cancels the last one, and says what that does not save",
  async () => {
    wanted.nodes = 3;
    const result = await stack.up();
    expect(steps(result, "create", "update", "delete", "replace")).toEqual([
      "delete mesh-labels-mesh-node-4",
      "delete mesh-mesh-node-4",
      "update mesh-ready",
      "update mesh-version",
    ]);
    expect(messages(result)).toContainEqual(
      expect.stringMatching(
        /^prod-mesh-node-4 \(\d+\): cancelled\. It is billed until 2026-12-20: cancelling saves nothing before that day/,
      ),
    );
    expect(names()).toEqual(["prod-mesh-node-1", "prod-mesh-node-2", "prod-mesh-node-3"]);
  },
  operationLimit,
);

it(
  "forgets the order that a killed run has left open, and a server that was cancelled in the customer panel",
  async () => {
    const [server] = api.servers.filter(({ displayName }) => displayName === "prod-mesh-node-3");
    Object.assign(server ?? {}, { cancelDate: "2026-12-20" });
    const result = await stack.refresh();
    expect(result.outcome).toBe("fine");
    expect(messages(result)).toContainEqual(
      expect.stringContaining("is no longer counted on; it is cancelled and billed until 2026-12-20"),
    );
    const next = await stack.preview();
    expect(steps(next, "create", "update", "delete", "replace")).toEqual(["create mesh-mesh-node-3"]);
    expect(messages(next)).not.toContainEqual(expect.stringContaining("pending operations"));
  },
  2 * operationLimit,
);

it("has shown no secret", () => {
  const userData = api.account.instances
    .flatMap((instance) => instance.userData.split("\n"))
    .filter((line) => /token:|PRIVATE KEY/.test(line));
  const secrets = [loopbackCredentials.clientSecret, loopbackCredentials.password, ...userData];
  expect(userData.length).toBeGreaterThan(4);
  expect(said.length).toBeGreaterThan(10);
  expect(secrets.filter((secret) => said.join("\n").includes(secret.trim()))).toEqual([]);
});

/** As the stand-in gives them out. */
function addressOf(displayName: string): string {
  const instance = api.servers.find((each) => each.displayName === displayName);
  return `203.0.113.${(instance?.instanceId ?? 0) % 250}`;
}
