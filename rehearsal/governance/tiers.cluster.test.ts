import { z } from "zod";
import { priorityPolicies } from "../../components/governance/tiers/priority-policies";
import { limitRangeSpec, quotaSpec } from "../../infra/tiers/objects";
import { tiersOf } from "../../infra/tiers/testing/tiers-of";
import { priorities } from "../../infra/workloads/priority";
import { ApiError, type KubernetesObject } from "../../kubernetes-api/cluster-api";
import type { ControlPlane } from "../control-plane/control-plane";
import { startControlPlane } from "../control-plane/start-control-plane";
import { waitUntil } from "../control-plane/wait-until";

const { table } = tiersOf({ table: { "3-edge": { quota: { pods: 3 } } } });
const namespace = "edge";
const fieldManager = "tiers-test";

let controlPlane: ControlPlane;

/** What Kyverno makes in a namespace of tier 3-edge, and its priority policy with the same expressions in the API server's own form. */
beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "tiers", environment: process.env });
  const tier = table["3-edge"];
  const policy = priorityPolicies().find(({ metadata }) => metadata.name === "tier-priority-3-edge");
  const { matchConstraints, matchConditions, mutations, failurePolicy } = policy?.spec ?? {};
  const metadata = { name: "tier-priority-3-edge" };
  const version = "admissionregistration.k8s.io/v1beta1";
  const objects: readonly KubernetesObject[] = [
    ...priorities.map(({ name, value }) => ({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value })),
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { "berth.dev/tier": "3-edge" } } },
    { apiVersion: "v1", kind: "LimitRange", metadata: { namespace, name: "tier" }, spec: limitRangeSpec(tier) },
    { apiVersion: "v1", kind: "ResourceQuota", metadata: { namespace, name: "tier" }, spec: quotaSpec(tier) },
    {
      apiVersion: version,
      kind: "MutatingAdmissionPolicy",
      metadata,
      spec: { matchConstraints, matchConditions, mutations, failurePolicy: "Fail", reinvocationPolicy: "Never" },
    },
    { apiVersion: version, kind: "MutatingAdmissionPolicyBinding", metadata, spec: { policyName: metadata.name } },
  ];
  expect(failurePolicy).toBe("Ignore");
  for (const object of objects) {
    await controlPlane.api.apply(object, { fieldManager });
  }
  // The API server hears of policies and of quotas a moment later.
  await waitUntil(async () => ((await classOfProbe()) === "3-edge" ? true : undefined), {
    timeoutMilliseconds: 30_000,
    explain: () => "the policy is not in force after 30 s",
  });
}, 900_000);

afterAll(async () => {
  await controlPlane.close();
});

const podSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    priority: z.number().optional(),
    priorityClassName: z.string().optional(),
    containers: z.array(z.object({ resources: z.unknown() })),
  }),
});

async function createPod(name: string, resources: object = {}, spec: object = {}): Promise<z.output<typeof podSchema>> {
  const container = { name: "app", image: "registry.k8s.io/pause:3.10", resources };
  return podSchema.parse(
    await controlPlane.api.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace, name },
      spec: { containers: [container], ...spec },
    }),
  );
}

async function deletePod(name: string): Promise<void> {
  await controlPlane.api.delete({ apiVersion: "v1", kind: "Pod", namespace, name }, { gracePeriodSeconds: 0 });
}

/** Undefined also while there is no service account yet. */
async function classOfProbe(): Promise<string | undefined> {
  try {
    const { spec } = await createPod("probe");
    await deletePod("probe");
    return spec.priorityClassName;
  } catch (error) {
    if (error instanceof ApiError) {
      return undefined;
    }
    throw error;
  }
}

it("gives a pod that says nothing requests, a memory limit, its tier's priority, and no CPU limit", async () => {
  const { spec } = await createPod("plain");
  expect(spec).toMatchObject({ priorityClassName: "3-edge", priority: 300_000 });
  expect(spec.containers.map(({ resources }) => resources)).toEqual([
    { requests: { cpu: "250m", memory: "256Mi" }, limits: { memory: "512Mi" } },
  ]);
  await deletePod("plain");
});

it("leaves a pod's own class and its own limits alone", async () => {
  const { spec } = await createPod("own", { requests: { cpu: "1" }, limits: { memory: "1Gi" } }, { priorityClassName: "4-aux" });
  expect(spec).toMatchObject({ priorityClassName: "4-aux", priority: 200_000 });
  expect(spec.containers.map(({ resources }) => resources)).toEqual([{ requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } }]);
  await deletePod("own");
});

it.each<[string, object, string]>([
  ["a limit above the maximum", { limits: { memory: "5Gi" } }, "maximum memory usage per Container is 4Gi, but limit is 5Gi"],
  ["a request above the default limit", { requests: { memory: "1Gi" } }, "must be less than or equal to memory limit"],
  ["requests that the quota has no room for", { requests: { cpu: "17" } }, "exceeded quota: tier, requested: requests.cpu=17"],
])("refuses %s", async (_, resources, message) => {
  const creation = createPod("refused", resources);
  await expect(creation).rejects.toThrow(ApiError);
  await expect(creation).rejects.toThrow(message);
});
