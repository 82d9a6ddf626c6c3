import { z } from "zod";
import { observeCluster } from "../observe-cluster";
import { stackConfigSchema } from "../../stack/config";
import { loadStack } from "../../stack/load-stack";
import type { MachineRow } from "../../hardware/schema";
import type { WorkloadRow } from "../../workloads/schema";
import type { ApiObject, ApiObjects } from "../testing/cluster-of-stack";
import { controlledBy, controlPlaneNode, deploymentObjects, nodeObject, together } from "../testing/objects";
import { snapshotOf } from "../testing/snapshot-of";

interface Seen {
  readonly rows: Readonly<Record<string, WorkloadRow>>;
  readonly machines: Readonly<Record<string, MachineRow>>;
  readonly remarks: readonly string[];
}

const zone = (name: string): Readonly<Record<string, string>> => ({ "topology.kubernetes.io/zone": name });
const nodes = {
  "/api/v1/nodes": [controlPlaneNode, nodeObject("w1", zone("a")), nodeObject("w2", zone("b")), nodeObject("w3", zone("b"))],
};

/** What becomes of these objects, in tables that load. */
function see(...parts: readonly ApiObjects[]): Seen {
  const objects = together(...(parts.some((part) => "/api/v1/nodes" in part) ? [] : [nodes]), ...parts);
  const { definition, remarks } = observeCluster(snapshotOf(objects), "test");
  loadStack(definition, stackConfigSchema.parse({}));
  return {
    rows: Object.fromEntries(definition.workloads.map((row) => [row.name, row])),
    machines: Object.fromEntries(definition.hardware.machines.map((row) => [row.name, row])),
    remarks: remarks.filter(({ kind }) => kind !== "assumed").map(({ subject, message }) => `${subject}: ${message}`),
  };
}

describe("volumes", () => {
  const mounting = { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] };
  const bound = (spec: ApiObject): ApiObjects => ({
    "/api/v1/persistentvolumeclaims": [
      { metadata: { name: "data", namespace: "apps" }, spec: { volumeName: "pv", storageClassName: "fast" } },
    ],
    "/api/v1/persistentvolumes": [{ metadata: { name: "pv" }, spec }],
  });
  const on = (key: string, ...values: readonly string[]): ApiObject => ({
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "In", values }] }] } },
  });

  test.each([
    ["a host's name", on("kubernetes.io/hostname", "w1"), "node-local"],
    ["a driver's name of a host", on("topology.topolvm.io/node", "w1"), "node-local"],
    ["a zone of one node", on("topology.kubernetes.io/zone", "a"), "node-local"],
    ["a directory of the node", { hostPath: { path: "/mnt" } }, "node-local"],
    ["nothing", { csi: { driver: "nfs" } }, "network"],
  ])("on %s", (_where, spec, storage) => {
    expect(see(deploymentObjects("web", ["w1"], mounting), bound(spec)).rows["web"]?.volumes).toEqual([
      { name: "data", storage, storageClass: "fast" },
    ]);
  });

  test("on the nodes of a zone keep the workload there", () => {
    const { web } = see(deploymentObjects("web", ["w2"], mounting), bound(on("topology.kubernetes.io/zone", "b"))).rows;
    expect(web?.volumes?.[0]?.storage).toBe("network");
    expect(web?.requires).toEqual([{ key: "topology.kubernetes.io/zone", operator: "In", values: ["b"] }]);
  });

  test("on the disks of several nodes make a Deployment immovable", () => {
    const ephemeral = { volumes: [{ name: "cache", ephemeral: { volumeClaimTemplate: {} } }] };
    const claims = [0, 1].map((index) => ({ metadata: { name: `web-abc-${index}-cache`, namespace: "apps" }, spec: { volumeName: "pv" } }));
    const objects = { ...bound(on("kubernetes.io/hostname", "w1")), "/api/v1/persistentvolumeclaims": claims };
    expect(see(deploymentObjects("web", ["w1", "w2"], ephemeral), objects).rows["web"]).toMatchObject({
      immovable: "each of its pods has a volume on the disk of its node",
      volumes: [{ name: "cache", storage: "network" }],
    });
  });

  test("that are paths of the node are remarked, those of the system are not", () => {
    const volumes = ["/mnt/films", "/etc/localtime", "/dev/dri"].map((path, index) => ({ name: `v${index}`, hostPath: { path } }));
    expect(see(deploymentObjects("web", ["w1"], { volumes })).remarks).toEqual([
      "apps/web: mounts /mnt/films of its node, and the table does not say so",
    ]);
  });
});

describe("disruption budgets", () => {
  const budget = (spec: ApiObject, metadata: ApiObject = {}): ApiObjects => ({
    "/apis/policy/v1/poddisruptionbudgets": [
      { metadata: { name: "web", namespace: "apps", ...metadata }, spec: { selector: { matchLabels: { app: "web" } }, ...spec } },
    ],
  });
  const web = deploymentObjects("web", ["w1", "w2"]);

  test.each([
    [{ maxUnavailable: 1 }, { maxUnavailable: 1 }],
    [{ minAvailable: "50%" }, { minAvailable: "50%" }],
  ])("%j is in the row", (spec, disruption) => {
    expect(see(web, budget(spec)).rows["web"]?.disruption).toEqual(disruption);
  });

  test("that a controller made are an operator's", () => {
    expect(see(web, budget({ minAvailable: 1 }, { ownerReferences: [controlledBy("Cluster", "web")] })).rows["web"]?.disruption).toBe(
      "operator",
    );
  });

  test("that block every drain are left out, and said to", () => {
    const { rows, remarks } = see(web, budget({ minAvailable: 2 }));
    expect(rows["web"]).not.toHaveProperty("disruption");
    expect(remarks).toEqual(["apps/web: its disruption budget web allows no eviction of 2 pods and blocks every drain"]);
  });

  test("of two workloads at once are nobody's", () => {
    const all = budget({ maxUnavailable: 1, selector: {} });
    const { rows, remarks } = see(web, deploymentObjects("api", ["w1"]), all);
    expect([rows["web"]?.disruption, rows["api"]?.disruption]).toEqual([undefined, undefined]);
    expect(remarks).toHaveLength(2);
  });
});

describe("relations to pods", () => {
  const own = { labelSelector: { matchLabels: { app: "web" } } };
  const other = { labelSelector: { matchLabels: { app: "api" } } };
  const antiAffinity = (...terms: readonly ApiObject[]): ApiObject => ({
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
  });

  test.each([
    ["kubernetes.io/hostname", "node"],
    ["topology.kubernetes.io/zone", "zone"],
  ])("anti-affinity to its own pods by %s", (topologyKey, expected) => {
    expect(see(deploymentObjects("web", ["w1", "w2"], antiAffinity({ topologyKey, ...own }))).rows["web"]?.antiAffinity).toBe(expected);
  });

  test("anti-affinity to others is remarked", () => {
    const { rows, remarks } = see(
      deploymentObjects("web", ["w1"], antiAffinity({ topologyKey: "kubernetes.io/hostname", ...other })),
      deploymentObjects("api", ["w2"]),
    );
    expect(rows["web"]).not.toHaveProperty("antiAffinity");
    expect(remarks).toEqual(["apps/web: its anti-affinity by kubernetes.io/hostname to apps/api"]);
  });

  test("every spread is kept, with what a pod would wait for", () => {
    const constraint = (topologyKey: string, change: ApiObject): ApiObject => ({ maxSkew: 2, topologyKey, ...own, ...change });
    const constraints = [
      constraint("kubernetes.io/hostname", { whenUnsatisfiable: "ScheduleAnyway" }),
      constraint("topology.kubernetes.io/zone", { whenUnsatisfiable: "DoNotSchedule", minDomains: 2, nodeAffinityPolicy: "Ignore" }),
    ];
    const { rows, remarks } = see(deploymentObjects("web", ["w1", "w2"], { topologySpreadConstraints: constraints }));
    expect(rows["web"]?.spread).toEqual([
      { over: "node", maxSkew: 2 },
      { over: "zone", maxSkew: 2, strict: true, minDomains: 2, nodeAffinityPolicy: "Ignore", nodeTaintsPolicy: "Ignore" },
    ]);
    expect(remarks).toEqual([]);
    const honouring = constraint("kubernetes.io/hostname", { whenUnsatisfiable: "DoNotSchedule", nodeTaintsPolicy: "Honor" });
    expect(see(deploymentObjects("web", ["w1"], { topologySpreadConstraints: [honouring] })).rows["web"]?.spread).toEqual({
      over: "node",
      maxSkew: 2,
      strict: true,
    });
  });

  test("anti-affinity that is preferred is a spread", () => {
    const term = { weight: 100, podAffinityTerm: { topologyKey: "kubernetes.io/hostname", ...own } };
    const spec = { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term] } } };
    expect(see(deploymentObjects("web", ["w1", "w2"], spec)).rows["web"]?.spread).toEqual({ over: "node" });
  });

  test("affinity by host name to one workload is colocation", () => {
    const spec = {
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", ...other }] } },
    };
    expect(see(deploymentObjects("web", ["w1"], spec), deploymentObjects("api", ["w1"])).rows["web"]?.colocateWith).toBe("apps/api");
  });
});

test("scratch space is counted where the nodes tell how much they have", () => {
  const spec = { containers: [{ name: "app", resources: { requests: { cpu: "100m", "ephemeral-storage": "2Gi" } } }] };
  const told = { status: { allocatable: { cpu: "8", memory: "15Gi", pods: "110", "ephemeral-storage": "104857600k" } } };
  const { rows, machines, remarks } = see(
    { "/api/v1/nodes": [controlPlaneNode, nodeObject("w1", {}, told)] },
    deploymentObjects("web", ["w1"], spec),
  );
  expect(rows["web"]?.requests).toEqual({ cpu: "100m", extended: { "ephemeral-storage": "2Gi" } });
  expect([machines["cp1"]?.ephemeralStorage, machines["w1"]?.ephemeralStorage]).toEqual([undefined, "100000Mi"]);
  expect(remarks).toEqual([]);
  const untold = see(deploymentObjects("web", ["w1"], spec));
  expect(untold.rows["web"]?.requests).toEqual({ cpu: "100m" });
  expect(untold.remarks).toEqual(["apps/web: its request of ephemeral-storage, which the tables do not count"]);
});

test("ports of the node are those of containers and sidecars, each once", () => {
  const port = { containerPort: 53, hostPort: 53, protocol: "UDP" };
  const spec = {
    containers: [
      { name: "dns", ports: [port, { containerPort: 80, hostPort: 80, protocol: "TCP", hostIP: "" }, { containerPort: 9153 }] },
      { name: "more", ports: [port] },
    ],
    initContainers: [
      { name: "migrate", ports: [{ containerPort: 1, hostPort: 1 }] },
      { name: "proxy", restartPolicy: "Always", ports: [{ containerPort: 2, hostPort: 2, hostIP: "192.168.1.11" }] },
    ],
  };
  const { rows, remarks } = see(deploymentObjects("web", ["w1"], spec));
  expect(rows["web"]?.hostPorts).toEqual([{ port: 53, protocol: "UDP" }, { port: 80 }, { port: 2, hostIP: "192.168.1.11" }]);
  expect(remarks).toEqual([]);
});

describe("the rollout of a Deployment", () => {
  const rolled = (strategy: ApiObject): unknown => {
    const objects = deploymentObjects("web", ["w1"]);
    const deployments = (objects["/apis/apps/v1/deployments"] ?? []).map(({ spec, ...deployment }) => ({
      ...deployment,
      spec: { ...(typeof spec === "object" ? spec : {}), strategy },
    }));
    return see({ ...objects, "/apis/apps/v1/deployments": deployments }).rows["web"]?.rollout;
  };

  test.each<[string, ApiObject, unknown]>([
    ["Kubernetes' own", { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } }, undefined],
    ["one without surge", { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }, { maxSurge: 0, maxUnavailable: 1 }],
    ["one that says half", { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } }, { maxSurge: "25%", maxUnavailable: 0 }],
    ["one that ends all pods first", { type: "Recreate", rollingUpdate: null }, { maxSurge: 0, maxUnavailable: "100%" }],
  ])("is %s", (_, strategy, expected) => {
    expect(rolled(strategy)).toEqual(expected);
  });
});

describe("cards and devices", () => {
  const asking = (resource: string): ApiObject => ({ containers: [{ name: "app", resources: { requests: { [resource]: "1" } } }] });
  const node = (labels: Readonly<Record<string, string>>, extended: Readonly<Record<string, string>>): ApiObjects => ({
    "/api/v1/nodes": [
      controlPlaneNode,
      nodeObject("w1", labels, { status: { allocatable: { cpu: "8", memory: "15Gi", pods: "110", ...extended } } }),
    ],
  });

  test("NVIDIA's discovery tells model and number", () => {
    const labels = { "nvidia.com/gpu.product": "NVIDIA-GeForce-RTX-3090", "nvidia.com/gpu.count": "2", "nvidia.com/gpu.present": "true" };
    const { rows, machines, remarks } = see(
      node(labels, { "nvidia.com/gpu": "8" }),
      deploymentObjects("web", ["w1"], asking("nvidia.com/gpu")),
    );
    const card = { vendor: "nvidia", model: "nvidia-geforce-rtx-3090", resource: "nvidia.com/gpu", shares: 4 };
    expect(machines["w1"]?.gpus).toEqual([card, card]);
    expect(rows["web"]?.gpu).toEqual({ vendor: "nvidia" });
    expect(remarks).toEqual([]);
  });

  test("a product that is selected is the model", () => {
    const labels = { "nvidia.com/gpu.product": "Tesla-T4", "nvidia.com/gpu.present": "true" };
    const spec = { ...asking("nvidia.com/gpu"), nodeSelector: { "nvidia.com/gpu.product": "Tesla-T4" } };
    const { web } = see(node(labels, { "nvidia.com/gpu": "1" }), deploymentObjects("web", ["w1"], spec)).rows;
    expect(web).toMatchObject({ gpu: { vendor: "nvidia", model: "tesla-t4" } });
    expect(web).not.toHaveProperty("requires");
  });

  test("a card without discovery is remarked: the plan would select a label that is not there", () => {
    const { machines, remarks } = see(
      node({}, { "gpu.intel.com/i915": "10" }),
      deploymentObjects("web", ["w1"], asking("gpu.intel.com/i915")),
    );
    expect(machines["w1"]?.gpus).toEqual([{ vendor: "intel", model: "intel-gpu", resource: "gpu.intel.com/i915", shares: 10 }]);
    expect(remarks).toEqual([
      "node w1: offers gpu.intel.com/i915 and lacks the label intel.feature.node.kubernetes.io/gpu=true, by which the plan selects its card",
    ]);
  });

  test("other extended resources are devices", () => {
    const { rows, machines } = see(
      node({}, { "squat.ai/zigbee": "1", "unused.example/x": "4" }),
      deploymentObjects("web", ["w1"], asking("squat.ai/zigbee")),
    );
    expect(machines["w1"]?.devices).toEqual(["squat.ai-zigbee"]);
    expect(rows["web"]?.devices).toEqual(["squat.ai-zigbee"]);
  });
});

describe("tolerations", () => {
  test("are those that last, without what others add", () => {
    const tolerations = [
      { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
      { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
      { key: "dedicated", value: "media", effect: "NoSchedule" },
      { key: "flaky", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 },
    ];
    const { rows, remarks } = see(deploymentObjects("web", ["w1"], { tolerations }));
    expect(rows["web"]?.tolerations).toEqual([{ key: "dedicated", value: "media", effect: "NoSchedule" }]);
    expect(remarks).toEqual(["apps/web: its toleration of flaky, which lasts 60 s"]);
  });
});

test("pods that no labels tell apart get a label to be added", () => {
  const [first, second] = [deploymentObjects("web", ["w1"]), deploymentObjects("api", ["w2"])];
  const anyObjects = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));
  const alike = (objects: ApiObjects): ApiObjects =>
    anyObjects.parse(JSON.parse(JSON.stringify(objects).replaceAll('"app":"api"', '"app":"web"')));
  const { rows } = see(first, alike(second));
  expect([rows["web"]?.podLabels, rows["api"]?.podLabels]).toEqual([{ "berth.dev/workload": "web" }, { "berth.dev/workload": "api" }]);
});
