import { z } from "zod";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import type { ControlPlane } from "../control-plane/control-plane";
import { startControlPlane } from "../control-plane/start-control-plane";
import { waitUntil } from "../control-plane/wait-until";
import { runDescheduler } from "./descheduler";
import { startKarpenter } from "./karpenter";
import { startKyverno } from "./kyverno";
import { prepareVpa, startVpaAdmissionController, startVpaRecommender } from "./vpa";

jest.setTimeout(10 * 60 * 1000);

const own = { fieldManager: "test" };
const namesSchema = z.looseObject({ metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }) });

let controlPlane: ControlPlane;

beforeEach(async () => {
  controlPlane = await startControlPlane({ title: "controllers", environment: process.env });
});

afterEach(async () => {
  await controlPlane.close();
});

async function eventually<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
  return waitUntil(look, { timeoutMilliseconds: 120_000, intervalMilliseconds: 300, explain: () => `${what}: not after 120 s` });
}

const container = (requests: Readonly<Record<string, string>>) => ({ name: "app", image: "example.com/app", resources: { requests } });

const policy = {
  apiVersion: "descheduler/v1alpha2",
  kind: "DeschedulerPolicy",
  profiles: [
    {
      name: "default",
      pluginConfig: [
        { name: "LowNodeUtilization", args: { thresholds: { cpu: 20 }, targetThresholds: { cpu: 50 } } },
        { name: "DefaultEvictor" },
      ],
      plugins: { balance: { enabled: ["LowNodeUtilization"] } },
    },
  ],
};

it("runs the descheduler once, and hears when it refuses its policy", async () => {
  const context = { controlPlane, environment: process.env };
  const fine = await runDescheduler(context, JSON.stringify(policy));
  expect({ exitCode: fine.exitCode, forbidden: fine.log.includes("forbidden") }).toEqual({ exitCode: 0, forbidden: false });
  const unconfigured = { name: "default", pluginConfig: [], plugins: { deschedule: { enabled: ["RemovePodsViolatingNodeTaints"] } } };
  const refused = await runDescheduler(context, JSON.stringify({ ...policy, profiles: [unconfigured] }));
  expect(refused.exitCode).toBe(1);
});

it("has Karpenter make a node for a pod that fits nowhere, and take it away with the pod", async () => {
  await startKarpenter({ controlPlane, environment: process.env });
  const { api } = controlPlane;
  const nodeClassRef = { group: "karpenter.kwok.sh", kind: "KWOKNodeClass", name: "default" };
  const requirements = [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }];
  const objects: readonly KubernetesObject[] = [
    { apiVersion: "karpenter.kwok.sh/v1alpha1", kind: "KWOKNodeClass", metadata: { name: "default" }, spec: {} },
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "burst" },
      spec: {
        template: { spec: { nodeClassRef, requirements, expireAfter: "Never" } },
        disruption: { consolidationPolicy: "WhenEmpty", consolidateAfter: "1s" },
      },
    },
    { apiVersion: "v1", kind: "Pod", metadata: { name: "big", namespace: "default" }, spec: { containers: [container({ cpu: "20" })] } },
  ];
  for (const object of objects) {
    await api.apply(object, own);
  }
  const nodes = async () => api.list({ apiVersion: "v1", kind: "Node" }, namesSchema);
  const [node] = await eventually("a node", async () => {
    const found = await nodes();
    return found.length === 0 ? undefined : found;
  });
  expect(node?.metadata.labels).toMatchObject({ "karpenter.sh/nodepool": "burst", "karpenter.sh/capacity-type": "spot" });
  await api.delete({ apiVersion: "v1", kind: "Pod", name: "big", namespace: "default" }, { gracePeriodSeconds: 0 });
  await eventually("no node", async () => ((await nodes()).length === 0 ? true : undefined));
});

it("has the vertical pod autoscaler set the requests of new pods", async () => {
  const context = { controlPlane, environment: process.env };
  const { api } = controlPlane;
  await prepareVpa(context);
  await startVpaAdmissionController(context);
  const registration = { apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration", name: "vpa-webhook-config" };
  await eventually("the webhook", async () => api.get(registration));
  const labels = { app: "app" };
  const template = { metadata: { labels }, spec: { containers: [container({ cpu: "1", memory: "1Gi" })] } };
  const deployment = { apiVersion: "apps/v1", kind: "Deployment", name: "app", namespace: "default" };
  const autoscaler = { apiVersion: "autoscaling.k8s.io/v1", kind: "VerticalPodAutoscaler", name: "app", namespace: "default" };
  const metadata = { name: "app", namespace: "default" };
  await api.apply(
    { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas: 0, selector: { matchLabels: labels }, template } },
    own,
  );
  const targetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "app" };
  const spec = { targetRef, updatePolicy: { updateMode: "Initial" } };
  await api.apply({ apiVersion: autoscaler.apiVersion, kind: autoscaler.kind, metadata, spec }, own);
  const target = { cpu: "250m", memory: "300Mi" };
  const recommendation = { containerRecommendations: [{ containerName: "app", target, lowerBound: target, upperBound: target }] };
  await api.patch(autoscaler, { status: { recommendation } }, "status");
  // Its pods are looked at one by one: one that came before the controller had seen the recommendation is not changed.
  await eventually("a pod with other requests", async () => {
    await api.patch(deployment, { spec: { replicas: 0 } });
    await api.patch(deployment, { spec: { replicas: 1 } });
    const podSchema = z.looseObject({ spec: z.looseObject({ containers: z.array(z.looseObject({ resources: z.unknown() })) }) });
    const pods = await api.list({ apiVersion: "v1", kind: "Pod", namespace: "default", labelSelector: "app=app" }, podSchema);
    return pods.find((pod) => JSON.stringify(pod.spec.containers[0]?.resources) === JSON.stringify({ requests: target }));
  });
  await startVpaRecommender(context);
});

it("has Kyverno mutate pods and generate objects", async () => {
  const { api } = controlPlane;
  const extraResources = [{ apiGroups: [""], resources: ["limitranges"], verbs: ["create", "update", "delete", "get", "list", "watch"] }];
  await startKyverno(
    { controlPlane, environment: process.env },
    { values: { backgroundController: { rbac: { clusterRole: { extraResources } } } } },
  );
  const matching = (resource: string) => ({
    resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: [resource] }],
  });
  const expression = 'Object{metadata: Object.metadata{labels: Object.metadata.labels{placed: "yes"}}}';
  const limits =
    '[{"kind": dyn("LimitRange"), "apiVersion": dyn("v1"), "metadata": dyn({"name": "limits"}), "spec": dyn({"limits": [{"type": "Container", "max": {"memory": "1Gi"}}]})}]';
  const policies: readonly KubernetesObject[] = [
    {
      apiVersion: "policies.kyverno.io/v1",
      kind: "GeneratingPolicy",
      metadata: { name: "limits" },
      spec: {
        matchConstraints: matching("namespaces"),
        variables: [{ name: "limits", expression: limits }],
        generate: [{ expression: "generator.Apply(object.metadata.name, variables.limits)" }],
      },
    },
    {
      apiVersion: "policies.kyverno.io/v1",
      kind: "MutatingPolicy",
      metadata: { name: "placed" },
      spec: {
        matchConstraints: matching("pods"),
        mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
      },
    },
  ];
  await eventually("policies", async () => {
    // Its webhook has no certificate at first.
    return Promise.all(policies.map(async (each) => api.apply(each, own))).catch(() => undefined);
  });
  await eventually("a label", async () => {
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "app", namespace: "default" }, spec: { containers: [container({})] } };
    const { metadata } = namesSchema.parse(await api.create(pod));
    await api.delete({ apiVersion: "v1", kind: "Pod", name: "app", namespace: "default" }, { gracePeriodSeconds: 0 });
    return metadata.labels["placed"];
  });
  let attempt = 0;
  await eventually("a LimitRange", async () => {
    const namespace = `team-${attempt++}`;
    await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const limitRange = { apiVersion: "v1", kind: "LimitRange", name: "limits", namespace };
    for (let look = 0; look < 10; look++) {
      if ((await api.get(limitRange)) !== undefined) {
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return undefined;
  });
});
