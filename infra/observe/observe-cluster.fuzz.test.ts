import fc from "fast-check";
import { plan } from "../placement/plan";
import { stackConfigSchema } from "../stack/config";
import { loadStack } from "../stack/load-stack";
import { observeCluster } from "./observe-cluster";
import type { ApiObject, ApiObjects } from "./testing/cluster-of-stack";
import { controlledBy, controlPlaneNode, nodeObject, podObject, together } from "./testing/objects";
import { snapshotOf } from "./testing/snapshot-of";

const workers = ["w1", "w2", "w3"] as const;
const keys = [
  "disk",
  "node-role.kubernetes.io/x",
  "kubernetes.io/hostname",
  "topology.kubernetes.io/zone",
  "nvidia.com/gpu.product",
] as const;
const values = ["a", "b", "w1"] as const;

const node = (name: string): fc.Arbitrary<ApiObject> =>
  fc
    .record({
      labels: fc.dictionary(fc.constantFrom(...keys.filter((key) => key !== "kubernetes.io/hostname")), fc.constantFrom(...values), {
        maxKeys: 3,
      }),
      taints: fc.subarray([
        { key: "dedicated", value: "x", effect: "NoSchedule" },
        { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" },
      ]),
      cards: fc.subarray(["nvidia.com/gpu", "gpu.intel.com/i915", "squat.ai/zigbee", "ephemeral-storage"]),
    })
    .map(({ labels, taints, cards }) =>
      nodeObject(name, labels, {
        spec: { taints },
        status: { allocatable: { cpu: "7950m", memory: "15Gi", pods: "110", ...Object.fromEntries(cards.map((card) => [card, "4"])) } },
      }),
    );

const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom(...keys),
    operator: fc.constantFrom("In", "NotIn", "Gt", "Lt"),
    values: fc.subarray([...values], { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key: fc.constantFrom(...keys), operator: fc.constantFrom("Exists", "DoesNotExist") }),
);

const selector = fc.record({ matchLabels: fc.dictionary(fc.constantFrom("app", "part"), fc.constantFrom("a", "b"), { maxKeys: 2 }) });
const topologyKey = fc.constantFrom("kubernetes.io/hostname", "topology.kubernetes.io/zone", "rack");
const podTerms = fc.array(fc.record({ topologyKey, labelSelector: selector }), { maxLength: 2 });

const spec = fc.record({
  containers: fc.array(
    fc.record({
      name: fc.constantFrom("one", "two"),
      resources: fc.record({
        requests: fc.dictionary(
          fc.constantFrom("cpu", "memory", "nvidia.com/gpu", "gpu.intel.com/i915", "squat.ai/zigbee", "hugepages-2Mi", "ephemeral-storage"),
          fc.constantFrom("0", "1", "2"),
        ),
        limits: fc.dictionary(fc.constantFrom("cpu", "memory"), fc.constantFrom("2", "4")),
      }),
      ports: fc.constantFrom([], [{ hostPort: 80 }]),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  nodeSelector: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values), { maxKeys: 1 }),
  affinity: fc.record({
    nodeAffinity: fc.record({
      requiredDuringSchedulingIgnoredDuringExecution: fc.option(
        fc.record({
          nodeSelectorTerms: fc.array(fc.record({ matchExpressions: fc.array(expression, { minLength: 1, maxLength: 2 }) }), {
            minLength: 1,
            maxLength: 2,
          }),
        }),
      ),
    }),
    podAffinity: fc.record({ requiredDuringSchedulingIgnoredDuringExecution: podTerms }),
    podAntiAffinity: fc.record({ requiredDuringSchedulingIgnoredDuringExecution: podTerms }),
  }),
  // The API server refuses two with the same topology and the same answer to what cannot be satisfied.
  topologySpreadConstraints: fc.uniqueArray(
    fc.record({
      topologyKey,
      maxSkew: fc.constantFrom(1, 2),
      whenUnsatisfiable: fc.constantFrom("DoNotSchedule", "ScheduleAnyway"),
      minDomains: fc.constantFrom(undefined, 2),
      nodeTaintsPolicy: fc.constantFrom(undefined, "Honor", "Ignore"),
      labelSelector: selector,
    }),
    { maxLength: 2, selector: (constraint) => `${constraint.topologyKey} ${constraint.whenUnsatisfiable}` },
  ),
  tolerations: fc.subarray([
    { operator: "Exists" },
    { key: "dedicated", operator: "Exists", effect: "NoSchedule" },
    { key: "dedicated", value: "x" },
    { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
    { key: "not a key", operator: "Exists" },
  ]),
  volumes: fc.constantFrom(
    [],
    [{ name: "data", persistentVolumeClaim: { claimName: "local" } }],
    [{ name: "data", persistentVolumeClaim: { claimName: "shared" } }],
  ),
  priorityClassName: fc.constantFrom("", "system-cluster-critical", "4-aux"),
});

const kinds = ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "StaticPod", "Cluster"] as const;
const paths: Readonly<Record<(typeof kinds)[number], string | undefined>> = {
  Deployment: "/apis/apps/v1/deployments",
  StatefulSet: "/apis/apps/v1/statefulsets",
  DaemonSet: "/apis/apps/v1/daemonsets",
  CronJob: "/apis/batch/v1/cronjobs",
  StaticPod: undefined,
  Cluster: undefined,
};

const workload = fc
  .record({
    kind: fc.constantFrom(...kinds),
    name: fc.constantFrom("web", "api", "db.main"),
    labels: fc.dictionary(fc.constantFrom("app", "part", "app.kubernetes.io/name"), fc.constantFrom("a", "b", "web"), { maxKeys: 2 }),
    replicas: fc.nat(3),
    nodes: fc.array(fc.constantFrom("cp1", ...workers), { maxLength: 3 }),
    spec,
  })
  .map(({ kind, name, labels, replicas, nodes, spec: podSpec }): ApiObjects => {
    const template = { metadata: { labels }, spec: podSpec };
    const path = paths[kind];
    const owner =
      kind === "StaticPod" ? undefined : controlledBy(kind === "CronJob" ? "Job" : kind, kind === "CronJob" ? `${name}-29000000` : name);
    const metadata = { name, namespace: "apps" };
    return {
      ...(path === undefined
        ? {}
        : { [path]: [{ metadata, spec: kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { replicas, template } }] }),
      "/api/v1/pods": nodes.map((at, index) =>
        podObject(kind === "StaticPod" ? `${name}-${at}` : `${name}-${kind.toLowerCase()}-${index}`, {
          node: at,
          labels,
          spec: podSpec,
          owner: owner ?? controlledBy("Node", at),
        }),
      ),
    };
  });

const budget = fc
  .record({ minAvailable: fc.constantFrom(0, 1, "50%", "150%"), selector, name: fc.constantFrom("x", "y") })
  .map(({ name, ...rest }): ApiObjects => ({
    "/apis/policy/v1/poddisruptionbudgets": [{ metadata: { name, namespace: "apps" }, spec: rest }],
  }));

const storage: ApiObjects = {
  "/api/v1/persistentvolumeclaims": ["local", "shared"].map((name) => ({
    metadata: { name, namespace: "apps" },
    spec: { volumeName: name },
  })),
  "/api/v1/persistentvolumes": [
    { metadata: { name: "local" }, spec: { local: { path: "/mnt" } } },
    { metadata: { name: "shared" }, spec: { csi: { driver: "nfs" } } },
  ],
};

/** One of each kind and name: the API server lets no two exist. */
function unique(objects: ApiObjects): ApiObjects {
  return Object.fromEntries(
    Object.entries(objects).map(([path, list]) => [
      path,
      [...new Map(list.map((object) => [JSON.stringify(object["metadata"]), object])).values()],
    ]),
  );
}

test("the tables of any cluster load and plan, whatever runs on it and whatever may not be read", () => {
  const cluster = fc.tuple(fc.tuple(...workers.map(node)), fc.array(workload, { maxLength: 5 }), fc.array(budget, { maxLength: 2 }));
  const denied = fc.subarray([
    "nodes",
    "deployments",
    "statefulSets",
    "daemonSets",
    "cronJobs",
    "persistentVolumes",
    "persistentVolumeClaims",
  ] as const);
  fc.assert(
    fc.property(cluster, denied, ([nodes, workloads, budgets], hidden) => {
      const objects = unique(together({ "/api/v1/nodes": [controlPlaneNode, ...nodes] }, storage, ...workloads, ...budgets));
      const anyPod = (objects["/api/v1/pods"] ?? []).length > 0;
      fc.pre(anyPod || !hidden.includes("nodes"));
      const snapshot = snapshotOf(objects, Object.fromEntries(hidden.map((name) => [name, undefined])));
      const { definition } = observeCluster(snapshot, "fuzz");
      const stack = loadStack(definition, stackConfigSchema.parse({}));
      const counted = stack.workloads.filter(({ kind }) => kind !== "DaemonSet");
      const perNode = stack.hardware.machines.map(({ name }) => [
        name,
        counted.reduce((sum, { current }) => sum + (current[name] ?? 0), 0),
      ]);
      const real = snapshot.pods.filter(({ metadata }) => metadata.ownerReferences.every(({ kind }) => kind !== "DaemonSet"));
      expect(perNode).toEqual(
        stack.hardware.machines.map(({ name }) => [name, real.filter(({ spec: { nodeName } }) => nodeName === name).length]),
      );
      expect(plan(stack.problem).nodes).toHaveLength(definition.hardware.machines.length);
    }),
    { numRuns: 300 },
  );
});
