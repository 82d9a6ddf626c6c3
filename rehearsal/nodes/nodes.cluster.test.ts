import { z } from "zod";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition } from "../../infra/stack/testing/valid-stack";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import type { ControlPlane } from "../control-plane/control-plane";
import { startControlPlane } from "../control-plane/start-control-plane";
import { waitUntil } from "../control-plane/wait-until";
import { cordonNode, uncordonNode } from "./cordon-node";
import { createNodes } from "./create-nodes";
import { declareOutOfService, failNode, recoverNode } from "./fail-node";

const stack = loadStack(validDefinition, validConfig);
const [cp1, gpu1, worker1] = ["cp1", "gpu1", "worker1"];

const podSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()), deletionTimestamp: z.string().optional() }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({ phase: z.string(), conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});

let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "nodes.cluster.test", environment: process.env });
  await createNodes(controlPlane.api, stack);
}, 600_000);

afterAll(async () => {
  await controlPlane.close();
});

/** Prefers gpu1, and may run on worker1. */
function workload(kind: "Deployment" | "StatefulSet", name: string): KubernetesObject {
  const labels = { app: name };
  const preference = { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [gpu1] }] };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { namespace: "default", name },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      ...(kind === "StatefulSet" ? { serviceName: name } : {}),
      template: {
        metadata: { labels },
        spec: {
          tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
          affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference }] } },
          containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }],
        },
      },
    },
  };
}

/** `name@node phase`, those on their way out in parentheses. */
async function placed(app: string): Promise<readonly string[]> {
  const pods = await controlPlane.api.list({ apiVersion: "v1", kind: "Pod", namespace: "default", labelSelector: `app=${app}` }, podSchema);
  return pods
    .map(({ metadata, spec, status }) => {
      const ready = status.conditions.some(({ type, status: value }) => type === "Ready" && value === "True");
      const text = `${spec.nodeName ?? "nowhere"} ${ready ? "ready" : "unready"}`;
      return metadata.deletionTimestamp === undefined ? text : `(${text})`;
    })
    .sort();
}

async function expectPlaced(app: string, expected: readonly string[]): Promise<void> {
  let seen: readonly string[] = [];
  await waitUntil(
    async () => {
      seen = await placed(app);
      return JSON.stringify(seen) === JSON.stringify(expected) ? true : undefined;
    },
    {
      timeoutMilliseconds: 20_000,
      intervalMilliseconds: 100,
      explain: () => `${app}: ${JSON.stringify(seen)}, expected ${JSON.stringify(expected)}`,
    },
  );
}

it("registers every machine as the planner counts it", async () => {
  const nodeSchema = z.object({
    metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
    spec: z.object({ taints: z.array(z.object({ key: z.string(), value: z.string().default(""), effect: z.string() })).default([]) }),
    status: z.object({ allocatable: z.record(z.string(), z.string()) }),
  });
  const nodes = await controlPlane.api.list({ apiVersion: "v1", kind: "Node" }, nodeSchema);
  expect(nodes.map(({ metadata, spec }) => ({ name: metadata.name, labels: metadata.labels, taints: spec.taints }))).toMatchObject(
    stack.problem.nodes.map(({ name, labels, taints }) => ({ name, labels, taints })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
});

it("plays a machine that dies and comes back", async () => {
  const { api } = controlPlane;
  for (const kind of ["Deployment", "StatefulSet"] as const) {
    await api.apply(workload(kind, kind.toLowerCase()), { fieldManager: "test" });
  }
  await expectPlaced("deployment", ["gpu1 ready"]);
  await expectPlaced("statefulset", ["gpu1 ready"]);

  await failNode(api, gpu1);
  await expectPlaced("deployment", ["(gpu1 unready)", "worker1 ready"]);
  await expectPlaced("statefulset", ["(gpu1 unready)"]);

  await declareOutOfService(api, gpu1);
  await expectPlaced("deployment", ["worker1 ready"]);
  await expectPlaced("statefulset", ["worker1 ready"]);

  await recoverNode(api, gpu1);
  await api.delete({ apiVersion: "v1", kind: "Pod", namespace: "default", name: "statefulset-0" });
  await expectPlaced("statefulset", ["gpu1 ready"]);
}, 60_000);

it("ends what was evicted when the machine comes back by itself", async () => {
  const { api } = controlPlane;
  await failNode(api, worker1);
  await expectPlaced("deployment", ["(worker1 unready)", "gpu1 ready"]);
  await recoverNode(api, worker1);
  await expectPlaced("deployment", ["gpu1 ready"]);
}, 60_000);

it("keeps pods from a node that is cordoned", async () => {
  const { api } = controlPlane;
  await cordonNode(api, gpu1);
  await api.delete({ apiVersion: "v1", kind: "Pod", namespace: "default", name: "statefulset-0" });
  await expectPlaced("statefulset", ["worker1 ready"]);
  await uncordonNode(api, gpu1);
  await api.delete({ apiVersion: "v1", kind: "Pod", namespace: "default", name: "statefulset-0" });
  await expectPlaced("statefulset", ["gpu1 ready"]);
}, 60_000);

it("says which node does not exist", async () => {
  await expect(cordonNode(controlPlane.api, `${cp1}-not`)).rejects.toThrow('nodes "cp1-not" not found');
});
