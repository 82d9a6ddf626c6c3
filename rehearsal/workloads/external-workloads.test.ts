import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { plan } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition, withExtraWorkload, withWorkload } from "../../infra/stack/testing/valid-stack";
import type { StackDefinition } from "../../infra/stack/definition";
import type { Workload } from "../../infra/workloads/workload";
import type { WorkloadRow } from "../../infra/workloads/schema";
import { admissionPoliciesOf } from "./admission-policies";
import { externalController } from "./external-controller";

function workload(id: string, definition: StackDefinition = validDefinition): Workload {
  const found = loadStack(definition, validConfig).workloads.find((each) => each.id === id);
  if (found === undefined) {
    throw new Error(`there is no ${id}`);
  }
  return found;
}

const row: WorkloadRow = {
  namespace: "home",
  name: "web",
  kind: "Deployment",
  managedBy: "argocd",
  requests: { cpu: "100m", memory: "128Mi" },
  replicas: 2,
  disruption: { maxUnavailable: 1 },
  hostPorts: [{ port: 8080 }],
  antiAffinity: "node",
};

it("plays a Deployment as its row says, without a word of where it is planned", () => {
  const labels = { "app.kubernetes.io/name": "web" };
  expect(externalController(workload("home/web", withExtraWorkload(row)))).toMatchObject({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "home", name: "web", labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "main",
              image: "registry.k8s.io/pause:3.10",
              resources: { requests: { cpu: "100m", memory: "134217728" }, limits: {} },
              ports: [{ containerPort: 8080, hostPort: 8080, protocol: "TCP", hostIP: "0.0.0.0" }],
            },
          ],
          priorityClassName: "3-edge",
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { labelSelector: { matchLabels: labels }, topologyKey: "kubernetes.io/hostname" },
              ],
            },
          },
        },
      },
    },
  });
});

it("limits what is not overcommitted to what is requested, and nothing else that has no limit", () => {
  const { requests } = workload("media/jellyfin");
  const resource = Object.keys(requests.extended).join();
  expect(externalController(workload("media/jellyfin"))).toMatchObject({
    spec: { template: { spec: { containers: [{ resources: { requests: { [resource]: "1" }, limits: { [resource]: "1" } } }] } } },
  });
});

it("rolls out as the row says", () => {
  const rollout = { maxSurge: 0, maxUnavailable: 1 };
  expect(externalController(workload("home/web", withExtraWorkload({ ...row, rollout })))).toMatchObject({
    spec: { strategy: { type: "RollingUpdate", rollingUpdate: rollout } },
  });
});

it("gives a DaemonSet the nodes that it needs, since no policy does", () => {
  const requires = [{ key: "berth.dev/power-class", operator: "In" as const, values: ["efficient"] }];
  const daemonSet: WorkloadRow = {
    namespace: "home",
    name: "agent",
    kind: "DaemonSet",
    managedBy: "argocd",
    requests: row.requests,
    requires,
  };
  const stack = loadStack(withExtraWorkload(daemonSet), validConfig);
  expect(externalController(workload("home/agent", withExtraWorkload(daemonSet)))).toMatchObject({
    kind: "DaemonSet",
    spec: {
      template: {
        spec: {
          affinity: {
            nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: requires }] } },
          },
        },
      },
    },
  });
  const names = admissionPoliciesOf(stack, emitPlacements(stack, plan(stack.problem))).map(({ metadata }) => metadata.name);
  expect(names).not.toContain("place-home-agent");
});

it("plays the other kinds as what they are", () => {
  const { namespace, name, managedBy, requests, replicas } = row;
  const plain = { namespace, name, managedBy, requests, replicas };
  const kinds = [
    externalController(workload("home/web", withExtraWorkload({ ...row, kind: "StatefulSet" }))),
    externalController(workload("home/web", withExtraWorkload({ ...plain, kind: "CronJob" }))),
  ];
  expect(kinds.map((object) => [object?.apiVersion, object?.kind])).toEqual([
    ["apps/v1", "StatefulSet"],
    ["batch/v1", "CronJob"],
  ]);
  expect(kinds[0]).toMatchObject({ spec: { serviceName: "web", replicas: 2 } });
  expect(kinds[1]).toMatchObject({
    spec: { jobTemplate: { spec: { parallelism: 2, template: { spec: { restartPolicy: "OnFailure" } } } } },
  });
});

describe("admission policies", () => {
  const stack = loadStack(withExtraWorkload(row), validConfig);
  const policies = admissionPoliciesOf(stack, emitPlacements(stack, plan(stack.problem)));

  it("are one for each workload that Berth does not deploy and that is placed, each with its binding", () => {
    const placed = stack.workloads.filter(({ managedBy, kind }) => managedBy !== "berth" && kind !== "DaemonSet" && kind !== "StaticPod");
    expect(policies.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual(
      placed
        .flatMap(({ namespace, name }) => [
          `MutatingAdmissionPolicy place-${namespace}-${name}`,
          `MutatingAdmissionPolicyBinding place-${namespace}-${name}`,
        ])
        .sort(),
    );
  });

  it("match what Kyverno's would, and fail closed", () => {
    const [policy, binding] = policies.filter(({ metadata }) => metadata.name === "place-home-web");
    expect(policy).toMatchObject({
      apiVersion: "admissionregistration.k8s.io/v1beta1",
      spec: {
        failurePolicy: "Fail",
        reinvocationPolicy: "Never",
        matchConstraints: {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "home" } },
          objectSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
        },
        matchConditions: [{ name: "not-static" }, { name: "not-of-daemonset" }],
        mutations: [{ patchType: "JSONPatch" }],
      },
    });
    expect(binding).toMatchObject({ spec: { policyName: "place-home-web" } });
  });

  it("leave what Berth deploys alone: its pod template has its placement", () => {
    const owned = loadStack(withWorkload("home/web", {}, withExtraWorkload(row)), validConfig).workloads.filter(
      ({ managedBy }) => managedBy === "berth",
    );
    const names = policies.map(({ metadata }) => metadata.name);
    expect(owned.filter(({ namespace, name }) => names.includes(`place-${namespace}-${name}`))).toEqual([]);
  });
});
