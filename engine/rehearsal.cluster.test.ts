import { z } from "zod";
import { packConfigurationOf } from "../policies/configuration";
import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import type { StackDefinition } from "../infra/stack/definition";
import { loadStack } from "../infra/stack/load-stack";
import type { Stack } from "../infra/stack/stack";
import type { ControlPlane } from "../rehearsal/control-plane/control-plane";
import { startControlPlane } from "../rehearsal/control-plane/start-control-plane";
import { chartsOfModules } from "../rehearsal/providers/kubernetes/releases/module-charts";
import { deploy } from "../stacks/homelab";
import { definition } from "../stacks/homelab/definition";
import { openRehearsal, type RehearsedStack } from "./rehearsal";
import { projectDirectory } from "./testing/isolated";

/** The whole homelab through its life on a real control plane. The tests go in this order. */
const owner = { fieldManager: "rehearsal-test", force: true };
const nodeNames = ["talos00", "talos01", "talos02-gpu", "talos03"];
let controlPlane: ControlPlane;
let engine: RehearsedStack;
let current: StackDefinition = definition;
let resources: number;

beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "homelab, under test", environment: process.env });
  const stack = loadStack(definition, stackConfigSchema.parse({}));
  await arrange(stack);
  engine = await openRehearsal({
    projectDirectory,
    stackName: "homelab",
    program: async (config) => {
      const loaded = loadStack(current, config);
      return deploy({ stack: loaded, config, plan: plan(loaded.problem) });
    },
    api: controlPlane.api,
    charts: chartsOfModules({ environment: process.env, kubernetesVersion: controlPlane.kubernetesVersion }),
    policies: packConfigurationOf(stack),
    environment: process.env,
  });
}, 900_000);

afterAll(async () => {
  await engine.close();
  await controlPlane.close();
}, 60_000);

/** What is there before Berth comes: nodes, namespaces, a class of storage and a volume of it. */
async function arrange({ problem, workloads }: Stack): Promise<void> {
  const { api } = controlPlane;
  for (const namespace of new Set(workloads.map(({ namespace: name }) => name))) {
    await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, owner);
  }
  for (const { name, labels } of problem.nodes) {
    await api.apply({ apiVersion: "v1", kind: "Node", metadata: { name, labels: { ...labels } } }, owner);
    const capacity = { cpu: "16", memory: "64Gi", pods: "110", "gpu.intel.com/i915": "10" };
    await api.patch({ apiVersion: "v1", kind: "Node", name }, { status: { capacity, allocatable: capacity } }, "status");
  }
  const provisioner = "kubernetes.io/no-provisioner";
  await api.apply({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: "nfs-csi" }, provisioner }, owner);
  await api.apply(
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "models" },
      spec: {
        capacity: { storage: "200Gi" },
        accessModes: ["ReadWriteMany"],
        storageClassName: "nfs-csi",
        claimRef: { namespace: "catalyst-llm", name: "ollama-models" },
        nfs: { server: "192.0.2.1", path: "/models" },
      },
    },
    owner,
  );
}

it("previews and comes up, with everything waited for", async () => {
  const preview = await engine.preview();
  expect({ outcome: preview.outcome, diagnostics: preview.diagnostics, violations: preview.violations }).toEqual({
    outcome: "fine",
    diagnostics: [],
    violations: [],
  });
  const begin = performance.now();
  const { outcome, counts, diagnostics } = await engine.up();
  process.stderr.write(`up took ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
  expect({ outcome, counts, diagnostics }).toEqual({ outcome: "fine", counts: preview.counts, diagnostics: [] });
  resources = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const deployment = await controlPlane.api.get({ apiVersion: "apps/v1", kind: "Deployment", namespace: "media", name: "tdarr-exporter" });
  expect(deployment).toMatchObject({ status: { availableReplicas: 1 } });
  expect(engine.recordedReleases().find(({ id }) => id === "keda/keda")?.definitions).toContain("scaledobjects.keda.sh");
  expect(engine.renderedObjects()).toContainEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: "kyverno",
    name: "kyverno-admission-controller",
    release: "kyverno/kyverno",
  });
}, 300_000);

it("has nothing to do the second time, nor after a refresh", async () => {
  expect((await engine.up()).counts).toEqual({ same: resources });
  const { outcome, steps } = await engine.refresh();
  expect({ outcome, steps: steps.filter(({ operation }) => operation !== "refresh") }).toEqual({ outcome: "fine", steps: [] });
  expect((await engine.up()).counts).toEqual({ same: resources });
}, 300_000);

it("finds by a refresh what was changed and deleted with kubectl, and makes anew what is gone", async () => {
  const { api } = controlPlane;
  const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace: "media", name: "tdarr-exporter" };
  const priority = (priorityClassName: string) => ({ spec: { template: { spec: { priorityClassName, priority: null } } } });
  await api.patch(reference, priority("4-aux"));
  await engine.refresh();
  expect((await engine.preview()).steps.map(({ operation, changes }) => [operation, changes.map(({ path }) => path)])).toEqual([
    ["update", ["spec.template.spec.priorityClassName"]],
  ]);
  await api.patch(reference, priority("3-edge"));
  await api.delete({ apiVersion: "v1", kind: "Service", namespace: "media", name: "tdarr-exporter" });
  await engine.refresh();
  expect((await engine.up()).counts).toEqual({ same: resources - 1, create: 1 });
}, 300_000);

it("changes the one object that a changed workload changes", async () => {
  current = withImage("media/tdarr-exporter", "docker.io/homeylab/tdarr-exporter:99.0.0");
  const { counts, outcome } = await engine.up();
  expect({ counts, outcome }).toEqual({ counts: { same: resources - 1, update: 1 }, outcome: "fine" });
}, 300_000);

it("leaves nothing of it behind when it is destroyed", async () => {
  expect((await engine.destroy()).outcome).toBe("fine");
  const named = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().optional() }) });
  for (const [apiVersion, kind] of [
    ["apps/v1", "Deployment"],
    ["policy/v1", "PodDisruptionBudget"],
  ] as const) {
    expect([kind, await controlPlane.api.list({ apiVersion, kind }, named)]).toEqual([kind, []]);
  }
  // Claims are kept: their data is worth more than a tidy cluster.
  const claims = await controlPlane.api.list({ apiVersion: "v1", kind: "PersistentVolumeClaim" }, named);
  expect(claims.map(({ metadata }) => metadata.name)).toEqual(["ollama-models"]);
  const nodes = await controlPlane.api.list({ apiVersion: "v1", kind: "Node" }, named);
  expect(nodes.map(({ metadata }) => metadata.name).sort()).toEqual(nodeNames);
}, 300_000);

function withImage(id: string, image: string): StackDefinition {
  const workloads = definition.workloads.map((row) =>
    `${row.namespace}/${row.name}` === id && row.containers !== undefined
      ? { ...row, containers: row.containers.map((container) => ({ ...container, image })) }
      : row,
  );
  return { ...definition, workloads };
}
