import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeNodeCount } from "../cli/scale/write-node-count";
import { scale } from "../cli/scale/scale";
import { FakeKubectl } from "../cli/scale/testing/fake-kubectl";
import { readStackConfigFile } from "../cli/stack-config-file";
import { clusterStandInVariable } from "../components/os/k3s/readiness-provider";
import { LoopbackCluster } from "../components/os/k3s/testing/loopback-cluster";
import { LoopbackApi } from "../infra/contabo/testing/loopback-api";
import { plan } from "../infra/placement/plan";
import { loadStack } from "../infra/stack/load-stack";
import { packConfigurationOf } from "../policies/configuration";
import { githubOf } from "../services/scale-relay/github";
import { jsonLog } from "../services/scale-relay/log";
import { Metrics } from "../services/scale-relay/metrics";
import { Relay } from "../services/scale-relay/relay";
import { relayServer } from "../services/scale-relay/server";
import { readSettings } from "../services/scale-relay/settings";
import { LoopbackGitHub } from "../services/scale-relay/testing/loopback-github";
import { alert, notification } from "../services/scale-relay/testing/notifications";
import { deploy } from "../stacks/contabo";
import { definition } from "../stacks/contabo/definition";
import { environmentOf, runDecideStep } from "../stacks/testing/decide-step";
import type { PolicyPack } from "./policy-packs";
import type { EngineResult } from "./preview-result";
import { type ContaboStack, openContaboStack } from "./testing/contabo-stack";
import { operationLimit, projectDirectory } from "./testing/isolated";

/**
 * The whole path: an alert, the relay, the workflow's decision, the new number, and what the real engine makes of it,
 * against stand-ins of GitHub, Contabo and the cluster. The tests go in this order.
 */
const sharedSecret = "correct-horse-battery";
const api = new LoopbackApi();
const cluster = new LoopbackCluster(() => api.servers);
const github = new LoopbackGitHub(Date.now);
const folder = mkdtempSync(join(tmpdir(), "berth-scaling-"));
const kubectl = new FakeKubectl([1, 2, 3, 4].map((number) => `talent-mesh-node-${number}`));
let relay: Server;
let stack: ContaboStack;

/** The stack contabo with as many servers as its configuration says. */
async function program(): Promise<Readonly<Record<string, unknown>>> {
  const config = readStackConfigFile(folder, "contabo");
  const loaded = loadStack(definition, config);
  return deploy({ stack: loaded, config, plan: plan(loaded.problem) });
}

/** Every policy, as the stack sets them. */
function everyPolicy(): readonly PolicyPack[] {
  const loaded = loadStack(definition, readStackConfigFile(folder, "contabo"));
  return [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(loaded) }];
}

beforeAll(async () => {
  const settings = ["berth:nodes: 3", "berth:scaleRelayImage: ghcr.io/acme/scale-relay:1.0.0", "berth:scaleRepository: acme/mesh"];
  writeFileSync(join(folder, "Pulumi.contabo.yaml"), `config:\n${settings.map((line) => `  ${line}\n`).join("")}`);
  process.env[clusterStandInVariable] = await cluster.listen();
  api.faults.push(() => {
    cluster.boot();
    return undefined;
  });
  stack = await openContaboStack({ api: await api.listen(), program });
  await stack.setCredentials();
  await stack.set("scaleRelayToken", "ghs_0123456789abcdef");
  await stack.set("scaleRelaySecret", sharedSecret);
  const variables = {
    STACK: "contabo",
    MIN_NODES: "3",
    MAX_NODES: "6",
    GITHUB_REPOSITORY: "acme/mesh",
    SHARED_SECRET_FILE: "secret",
    GITHUB_TOKEN_FILE: "token",
  };
  const relaySettings = readSettings({ ...variables, GITHUB_API_URL: await github.listen() }, () => sharedSecret);
  const metrics = new Metrics();
  const log = jsonLog(() => undefined);
  const client = githubOf(relaySettings, metrics, async () => Promise.resolve());
  relay = relayServer({
    settings: relaySettings,
    relay: new Relay({ settings: relaySettings, github: client, metrics, log, now: Date.now }),
    metrics,
    log,
    isReady: () => true,
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
}, 600_000);

afterAll(async () => {
  stack.close();
  Reflect.deleteProperty(process.env, clusterStandInVariable);
  relay.closeAllConnections();
  relay.close();
  kubectl.remove();
  rmSync(folder, { recursive: true });
  await Promise.all([github.close(), api.close(), cluster.close()]);
});

const changes = ({ steps }: EngineResult): readonly string[] => steps.map(({ operation, name }) => `${operation} ${name}`).sort();
/** What waits until every node is there, and so has the name of each. */
const waiting = ["update talent-mesh-ready", "update talent-mesh-version"];
/** The last server, with the labels that its node is kept at. */
const server = (operation: string): readonly string[] =>
  ["labels-talent-mesh-node-4", "talent-mesh-node-4"].map((name) => `${operation} talent-mesh-${name}`);
const names = (): readonly string[] => api.servers.map(({ displayName }) => displayName).sort();

async function post(body: object): Promise<number> {
  const address = relay.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const headers = { authorization: `Bearer ${sharedSecret}` };
  const response = await fetch(`http://127.0.0.1:${port}/alerts`, { method: "POST", headers, body: JSON.stringify(body) });
  await response.text();
  return response.status;
}

it(
  "begins with three servers of one cluster, no violation of a policy, and nothing to do",
  async () => {
    const previewed = await stack.preview();
    expect(Object.keys(previewed.counts)).toEqual(["create"]);
    const { outcome, counts, violations } = await stack.up(everyPolicy());
    expect({ outcome, counts, violations }).toEqual({ outcome: "fine", counts: previewed.counts, violations: [] });
    expect(cluster.nodes.map(({ isServer }) => isServer)).toEqual([true, true, true]);
    expect(names()).toEqual(["talent-mesh-node-1", "talent-mesh-node-2", "talent-mesh-node-3"]);
    expect((await stack.preview()).counts).toEqual({ same: counts.create });
  },
  3 * operationLimit,
);

it(
  "turns an alert into a preview with one more server and no other change",
  async () => {
    expect(await post(notification(alert({ stack: "contabo" })))).toBe(202);
    const [dispatched] = github.dispatched;
    const { code, output } = runDecideStep(environmentOf(dispatched));
    expect([code, output]).toEqual([0, "action=scale-up\npresent=3\nnodes=4\nleaving=\n"]);

    writeNodeCount(folder, "contabo", Number(/^nodes=(\d+)$/m.exec(output)?.[1]));
    expect(changes(await stack.preview())).toEqual([...server("create"), ...waiting]);
    expect(names()).toHaveLength(3);
  },
  2 * operationLimit,
);

it(
  "orders and joins it, and does not ask for another while the alert goes on",
  async () => {
    expect((await stack.up()).outcome).toBe("fine");
    expect(names().at(-1)).toBe("talent-mesh-node-4");
    expect(cluster.nodes.map(({ name, isServer }) => [name, isServer]).at(-1)).toEqual(["talent-mesh-node-4", false]);
    expect(await post(notification(alert({ stack: "contabo" })))).toBe(200);
    expect(github.dispatched).toHaveLength(1);
  },
  3 * operationLimit,
);

it(
  "empties the last server and cancels it, and nothing else",
  async () => {
    jest.spyOn(process.stdout, "write").mockReturnValue(true);
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const options = { down: true, drain: true, write: true, memoryPercent: 20, cpuPercent: 15 } as const;
    const code = await scale(definition, readStackConfigFile(folder, "contabo"), options, kubectl.environment, folder);
    jest.restoreAllMocks();
    expect(code).toBe(0);
    expect(kubectl.calls).toEqual([
      "cordon talent-mesh-node-4",
      "drain talent-mesh-node-4 --ignore-daemonsets --delete-emptydir-data --timeout=15m",
      "delete node talent-mesh-node-4",
    ]);
    expect(changes(await stack.preview())).toEqual([...server("delete"), ...waiting]);
    const { outcome, diagnostics } = await stack.up();
    expect(outcome).toBe("fine");
    expect(diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^talent-mesh-node-4 \(\d+\): cancelled\. It is billed until/),
    );
    expect(names()).toEqual(["talent-mesh-node-1", "talent-mesh-node-2", "talent-mesh-node-3"]);
  },
  3 * operationLimit,
);
