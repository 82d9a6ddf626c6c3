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
import { openTestStack, operationLimit, projectDirectory } from "./testing/isolated";

/**
 * Talent Mesh from nothing, on the real engine with every policy, against stand-ins of Contabo and of the cluster's API.
 * How it comes up, with the policies too, and gets one more server, is in node-autoscaling.test.ts.
 */
const api = new LoopbackApi();
const cluster = new LoopbackCluster(() => api.servers);
let engine: IsolatedEngine;

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
  const config = stackConfigSchema.parse({ nodes: 3 });
  const stack = loadStack(definition, config);
  engine = await openTestStack({
    stackName: "contabo",
    providerPackages: ["@pulumi/kubernetes"],
    settings: `config:\n${Object.entries(credentials)
      .map(([name, value]) => `  berth:contabo${name}: ${JSON.stringify(value)}\n`)
      .join("")}`,
    policyPacks: [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(stack) }],
    program: async () => deploy({ stack, config, plan: plan(stack.problem) }),
  });
}, 600_000);

afterAll(async () => {
  engine.close();
  Reflect.deleteProperty(process.env, standInVariable);
  Reflect.deleteProperty(process.env, clusterStandInVariable);
  await api.close();
  await cluster.close();
});

it(
  "previews with every policy and no finding, and orders nothing",
  async () => {
    const { outcome, counts, violations, diagnostics } = await engine.preview();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
    const { create = 0, ...others } = counts;
    expect(create).toBeGreaterThan(150);
    expect(others).toEqual({});
    expect(api.servers).toEqual([]);
  },
  operationLimit,
);
