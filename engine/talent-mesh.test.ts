import { join } from "node:path";
import { clusterStandInVariable } from "../components/os/k3s/readiness-provider";
import { LoopbackCluster } from "../components/os/k3s/testing/loopback-cluster";
import { standInVariable } from "../infra/contabo/api/endpoints";
import { LoopbackApi, loopbackCredentials } from "../infra/contabo/testing/loopback-api";
import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import { loadStack } from "../infra/stack/load-stack";
import { packConfigurationOf } from "../policies/configuration";
import { deploy } from "../stacks/contabo";
import { definition } from "../stacks/contabo/definition";
import type { IsolatedEngine } from "./engine";
import type { EngineResult } from "./preview-result";
import { openTestStack, operationLimit, projectDirectory } from "./testing/isolated";

/**
 * Talent Mesh from nothing up and with one more server, on the real engine with every policy, against stand-ins of
 * Contabo and of the cluster's API. The tests go in this order.
 */
const api = new LoopbackApi();
const cluster = new LoopbackCluster(() => api.servers);
let engine: IsolatedEngine;
let nodes = 3;
let resources: number;

beforeAll(async () => {
  process.env[standInVariable] = await api.listen();
  process.env[clusterStandInVariable] = await cluster.listen();
  // What boots reads its user data, and that is when the cluster's server knows its certificates.
  api.faults.push(() => {
    cluster.boot();
    return undefined;
  });
  const { clientId, clientSecret, user, password } = loopbackCredentials;
  const credentials = { ClientId: clientId, ClientSecret: clientSecret, User: user, Password: password };
  const stackOf = (count: number) => loadStack(definition, stackConfigSchema.parse({ nodes: count }));
  engine = await openTestStack({
    stackName: "contabo",
    providerPackages: ["@pulumi/kubernetes"],
    settings: `config:\n${Object.entries(credentials)
      .map(([name, value]) => `  berth:contabo${name}: ${JSON.stringify(value)}\n`)
      .join("")}`,
    policyPacks: [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(stackOf(3)) }],
    program: async () => {
      const stack = stackOf(nodes);
      return deploy({ stack, config: stackConfigSchema.parse({ nodes }), plan: plan(stack.problem) });
    },
  });
}, 600_000);

afterAll(async () => {
  engine.close();
  Reflect.deleteProperty(process.env, standInVariable);
  Reflect.deleteProperty(process.env, clusterStandInVariable);
  await api.close();
  await cluster.close();
});

const changed = ({ steps }: EngineResult): readonly string[] => steps.map(({ operation, name }) => `${operation} ${name}`).sort();

it(
  "previews with every policy and no finding, and orders nothing",
  async () => {
    const { outcome, counts, violations, diagnostics } = await engine.preview();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
    const { create = 0, ...others } = counts;
    expect(create).toBeGreaterThan(150);
    expect(others).toEqual({});
    expect(api.servers).toEqual([]);
    resources = create;
  },
  operationLimit,
);

it(
  "comes up as previewed: three servers, one cluster, and then nothing to do",
  async () => {
    const { outcome, counts, violations } = await engine.up();
    expect({ outcome, counts, violations }).toEqual({ outcome: "fine", counts: { create: resources }, violations: [] });
    expect(api.servers.map(({ displayName }) => displayName).sort()).toEqual([1, 2, 3].map((n) => `talent-mesh-node-${n}`));
    expect(cluster.nodes.map(({ isServer }) => isServer)).toEqual([true, true, true]);
    expect((await engine.preview()).counts).toEqual({ same: resources });
  },
  3 * operationLimit,
);

it(
  "with one more node, one server more is ordered, and nothing in the cluster changes",
  async () => {
    nodes = 4;
    const preview = await engine.preview();
    expect(changed(preview).filter((step) => !/^update talent-mesh-(ready|version)$|^update berth-contabo$/.test(step))).toEqual([
      "create talent-mesh-labels-talent-mesh-node-4",
      "create talent-mesh-talent-mesh-node-4",
    ]);
    expect((await engine.up()).outcome).toBe("fine");
    expect(api.servers).toHaveLength(4);
    expect(cluster.nodes.filter(({ isServer }) => !isServer)).toHaveLength(1);
  },
  3 * operationLimit,
);
