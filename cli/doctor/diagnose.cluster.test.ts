import { plan as planOf } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition } from "../../infra/stack/testing/valid-stack";
import { type Diagnosis, diagnose } from "../../infra/symptoms/diagnose";
import { kubernetesClient } from "../../kubernetes-api/client";
import { readKubeconfig } from "../../kubernetes-api/kubeconfig";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import type { ControlPlane } from "../../rehearsal/control-plane/control-plane";
import { startControlPlane } from "../../rehearsal/control-plane/start-control-plane";
import { waitUntil } from "../../rehearsal/control-plane/wait-until";
import { createNodes } from "../../rehearsal/nodes/create-nodes";
import { readClusterLists } from "./read-cluster-lists";

const keptApart = validDefinition.workloads.filter(({ namespace }) => namespace === "home");
const stack = loadStack({ ...validDefinition, workloads: keptApart }, validConfig);
const plan = planOf(stack.problem);
const fieldManager = "symptoms-test";

let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "symptoms", environment: process.env });
  const { api } = controlPlane;
  await createNodes(api, stack);
  for (const object of provoked) {
    await api.apply(object, { fieldManager });
  }
}, 900_000);

afterAll(async () => {
  await controlPlane.close();
});

function deployment(name: string, replicas: number, memory: string): KubernetesObject {
  const labels = { "app.kubernetes.io/name": name };
  const containers = [{ name: "app", image: "registry.k8s.io/pause:3.10", resources: { requests: { cpu: "20m", memory } } }];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "home", name },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}

/** A pod that no node has room for, a quota that refuses the third of three, and a budget that lets nothing go. */
const provoked: readonly KubernetesObject[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "home" } },
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "small" } },
  {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { namespace: "small", name: "own" },
    spec: { hard: { "requests.memory": "128Mi" } },
  },
  deployment("mosquitto", 1, "500Gi"),
  deployment("zigbee2mqtt", 1, "128Mi"),
  { ...deployment("busy", 3, "64Mi"), metadata: { namespace: "small", name: "busy" } },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { namespace: "home", name: "zigbee2mqtt" },
    spec: { maxUnavailable: 0, selector: { matchLabels: { "app.kubernetes.io/name": "zigbee2mqtt" } } },
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "viewer" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "viewer" }],
  },
];

async function look(kubeconfig: string): Promise<Diagnosis> {
  const connection = readKubeconfig(kubeconfig);
  const client = kubernetesClient(connection);
  try {
    const { snapshot, unreadable } = await readClusterLists(client, connection, () => undefined);
    expect(unreadable).toEqual([]);
    return diagnose(stack, plan, snapshot, Date.now());
  } finally {
    client.close();
  }
}

function found({ found: symptoms }: Diagnosis, name: string): Diagnosis["found"][number]["findings"] {
  return symptoms.find((symptom) => symptom.name === name)?.findings ?? [];
}

it("finds what was provoked, in the words of the real scheduler, quota and budget controllers", async () => {
  let diagnosis: Diagnosis | undefined;
  await waitUntil(
    async () => {
      diagnosis = await look(controlPlane.kubeconfigPath);
      const seen = ["pending-pods", "exhausted-quotas", "blocking-budgets"].map((name) => found(diagnosis ?? never(), name).length);
      return JSON.stringify(seen) === "[1,1,1]" && found(diagnosis, "exhausted-quotas")[0]?.severity === "critical" ? true : undefined;
    },
    { timeoutMilliseconds: 90_000, intervalMilliseconds: 500, explain: () => JSON.stringify(diagnosis, null, 2) },
  );
  const seen = diagnosis ?? never();
  const [pending] = found(seen, "pending-pods");
  expect(pending?.subject).toMatch(/^home\/mosquitto-/);
  expect(pending?.seen).toContain("Insufficient memory");
  expect(pending?.why).toContain(
    "it is without its placement: the cluster has no Kyverno that knows MutatingPolicies; it requests 500Gi of memory, the row 64Mi",
  );
  const [quota] = found(seen, "exhausted-quotas");
  expect(quota?.subject).toBe("namespace small");
  expect(quota?.seen).toMatch(
    /^quota own: requests\.memory 128Mi of 128Mi; ReplicaSet busy-\w+ cannot make a pod that requests requests\.memory 64Mi$/,
  );
  expect(found(seen, "blocking-budgets")).toMatchObject([
    { subject: "home/zigbee2mqtt", seen: "maxUnavailable 0 of 1 pod, all well: no eviction is allowed" },
  ]);
}, 120_000);

it("does with the rights of view, and says what they do not show", async () => {
  const diagnosis = await look(controlPlane.kubeconfigFor("viewer"));
  expect(found(diagnosis, "pending-pods")).toHaveLength(1);
  expect(diagnosis.notLookedFor).toContainEqual({
    name: "nodes-of-tables",
    title: "Nodes that differ from the tables",
    resource: "nodes",
    missing: "denied",
  });
}, 60_000);

it("refuses a user that may nothing", async () => {
  await expect(look(controlPlane.kubeconfigFor("nobody"))).rejects.toThrow("may not list the pods of all namespaces");
}, 60_000);

function never(): never {
  throw new Error("nothing was looked at");
}
