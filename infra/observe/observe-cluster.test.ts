import { UserError } from "../diagnostics/user-error";
import { stackConfigSchema } from "../stack/config";
import { loadStack } from "../stack/load-stack";
import type { WorkloadRow } from "../workloads/schema";
import { type Observation, observeCluster } from "./observe-cluster";
import type { RemarkKind } from "./remarks";
import type { ClusterSnapshot } from "./snapshot";
import type { ApiObject, ApiObjects } from "./testing/cluster-of-stack";
import { controlledBy, controlPlaneNode, deploymentObjects, nodeObject, podObject, together } from "./testing/objects";
import { snapshotOf } from "./testing/snapshot-of";

const nodes = {
  "/api/v1/nodes": [controlPlaneNode, nodeObject("w1", { disk: "ssd", slots: "8" }), nodeObject("w2", { disk: "hdd", slots: "2" })],
};

/** Observes a control plane and two workers with these objects, and makes sure that the tables load. */
function observed(parts: ApiObjects, change: Partial<ClusterSnapshot> = {}): Observation {
  const observation = observeCluster(snapshotOf(together("/api/v1/nodes" in parts ? {} : nodes, parts), change), "test");
  expect(() => loadStack(observation.definition, stackConfigSchema.parse({}))).not.toThrow(UserError);
  return observation;
}

function row({ definition }: Observation, name = "web"): WorkloadRow | undefined {
  return definition.workloads.find((candidate) => candidate.name === name);
}

function remarks({ remarks: all }: Observation, kind: RemarkKind): readonly string[] {
  return all.filter((remark) => remark.kind === kind).map(({ subject, message }) => `${subject}: ${message}`);
}

function requiring(...terms: readonly ApiObject[]): ApiObject {
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } };
}

describe("what selects nodes", () => {
  test("is kept with the label that it goes by, which the machines then have", () => {
    const observation = observed(deploymentObjects("web", ["w1"], { nodeSelector: { disk: "ssd", "kubernetes.io/os": "linux" } }));
    expect(row(observation)?.requires).toEqual([{ key: "disk", operator: "In", values: ["ssd"] }]);
    expect(observation.definition.hardware.machines.map(({ name, labels }) => [name, labels])).toEqual([
      ["cp1", undefined],
      ["w1", { disk: "ssd" }],
      ["w2", { disk: "hdd" }],
    ]);
  });

  test("compares numbers as the cluster does", () => {
    const term = { matchExpressions: [{ key: "slots", operator: "Gt", values: ["4"] }] };
    expect(row(observed(deploymentObjects("web", ["w1"], requiring(term))))?.requires).toEqual([
      { key: "slots", operator: "Gt", values: ["4"] },
    ]);
  });

  test("is replaced where the tables have no such label, by what selects the same nodes", () => {
    const objects = {
      "/api/v1/nodes": [
        controlPlaneNode,
        nodeObject("w1", { "node-role.kubernetes.io/fast": "1", pool: "fast" }),
        nodeObject("w2", { pool: "slow" }),
      ],
    };
    const observation = observed(
      together(objects, deploymentObjects("web", ["w1"], { nodeSelector: { "node-role.kubernetes.io/fast": "1" } })),
    );
    expect(row(observation)?.requires).toEqual([{ key: "berth.dev/pool", operator: "In", values: ["fast"] }]);
    expect(remarks(observation, "changed")).toEqual(["apps/web: selects nodes by node-role.kubernetes.io/fast=1 as berth.dev/pool=fast"]);
  });

  test("is one expression for alternatives", () => {
    const terms = ["ssd", "hdd"].map((value) => ({ matchExpressions: [{ key: "disk", operator: "In", values: [value] }] }));
    expect(row(observed(deploymentObjects("web", ["w1"], requiring(...terms))))?.requires).toEqual([
      { key: "berth.dev/pool", operator: "In", values: ["general"] },
    ]);
  });

  test("makes a workload immovable when it is a host's name", () => {
    const observation = observed(deploymentObjects("web", ["w2"], { nodeSelector: { "kubernetes.io/hostname": "w2" } }));
    expect(row(observation)).toMatchObject({ immovable: "it selects nodes by kubernetes.io/hostname=w2", current: { w2: 1 } });
    expect(remarks(observation, "changed")).toHaveLength(1);
  });

  test("is left out, and said to be, when nothing runs that could be kept where it is", () => {
    const observation = observed(deploymentObjects("web", [], { nodeSelector: { disk: "floppy" } }, 1));
    expect(row(observation)).not.toHaveProperty("requires");
    expect(remarks(observation, "left out")).toEqual(["apps/web: it selects nodes by disk=floppy, for which the tables have no word"]);
  });

  test("ties a DaemonSet to the nodes that it is on", () => {
    const labels = { app: "agent" };
    const spec = {
      containers: [],
      ...requiring({ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["w1"] }] }),
    };
    const pinned = requiring({ matchFields: [{ key: "metadata.name", operator: "In", values: ["w1"] }] });
    const daemonSet = {
      "/apis/apps/v1/daemonsets": [{ metadata: { name: "agent", namespace: "apps" }, spec: { template: { metadata: { labels }, spec } } }],
      "/api/v1/pods": [podObject("agent-1", { node: "w1", labels, owner: controlledBy("DaemonSet", "agent"), spec: pinned })],
    };
    const observation = observed(together(daemonSet, deploymentObjects("web", ["w1"], { nodeSelector: { disk: "ssd" } })));
    expect(row(observation, "agent")?.requires).toEqual([{ key: "disk", operator: "In", values: ["ssd"] }]);
  });
});

describe("what is no row", () => {
  test("is said to be left out", () => {
    const observation = observed(
      together(deploymentObjects("web", ["w1"]), {
        "/api/v1/pods": [
          podObject("bare", { node: "w1" }),
          podObject("done", { node: "w1", phase: "Succeeded", owner: controlledBy("Job", "once") }),
          podObject("once-1", { node: "w1", owner: controlledBy("Job", "once") }),
        ],
        "/apis/batch/v1/jobs": [{ metadata: { name: "once", namespace: "apps" } }],
        "/apis/autoscaling/v2/horizontalpodautoscalers": [
          { metadata: { name: "web", namespace: "apps" }, spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, maxReplicas: 5 } },
        ],
      }),
    );
    expect(observation.definition.workloads.map(({ name }) => name)).toEqual(["web"]);
    expect(remarks(observation, "left out")).toEqual([
      "apps/bare: a bare pod: nothing would start it again elsewhere",
      "apps/once-1: a pod of a single Job, which ends by itself",
      "apps/done: a pod that is done",
      "apps/web: that web scales this Deployment from 1 to 5; the table has its pods now",
    ]);
  });

  test.each([
    [nodeObject("w3", { type: "virtual-kubelet" }), "is a virtual node, which stands for another cluster, with all pods on it"],
    [nodeObject("w3.example.org"), "has dots in its name, with all pods on it: machines of the tables have a name without dots"],
  ])("nor is a node that no table can hold", (extra, message) => {
    const observation = observed({ "/api/v1/nodes": [...nodes["/api/v1/nodes"], extra] });
    expect(observation.definition.hardware.machines.map(({ name }) => name)).toEqual(["cp1", "w1", "w2"]);
    expect(remarks(observation, "left out")).toEqual([expect.stringContaining(message)]);
  });
});

describe("owners", () => {
  test("are told by names when they may not be read", () => {
    const all = together(deploymentObjects("web", ["w1", "w2"]), {
      "/api/v1/pods": [
        podObject("backup-29000000-x", { node: "w1", labels: { app: "backup" }, owner: controlledBy("Job", "backup-29000000") }),
      ],
    });
    const none = {
      deployments: undefined,
      statefulSets: undefined,
      daemonSets: undefined,
      replicaSets: undefined,
      cronJobs: undefined,
      jobs: undefined,
    };
    const observation = observed(all, none);
    expect(observation.definition.workloads.map(({ name, kind, current }) => [name, kind, current])).toEqual([
      ["backup", "CronJob", { w1: 1 }],
      ["web", "Deployment", { w1: 1, w2: 1 }],
    ]);
  });

  test("of kinds that the tables do not know are the nearest that they do", () => {
    const cluster = controlledBy("Cluster", "pg");
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "pg-1" } }];
    const observation = observed({
      "/api/v1/pods": [podObject("pg-1", { node: "w1", labels: { cluster: "pg" }, owner: cluster, spec: { volumes } })],
    });
    expect(row(observation, "pg")).toMatchObject({ kind: "StatefulSet", managedBy: "operator", podLabels: { cluster: "pg" } });
    expect(remarks(observation, "changed")).toEqual(["apps/pg: is a Cluster; the table calls it a StatefulSet"]);
  });

  test("that share a name get names of their own", () => {
    const cronJob = {
      "/apis/batch/v1/cronjobs": [
        {
          metadata: { name: "web", namespace: "apps" },
          spec: { jobTemplate: { spec: { template: { metadata: { labels: { job: "web" } }, spec: { containers: [] } } } } },
        },
      ],
    };
    const observation = observed(together(deploymentObjects("web", ["w1"]), cronJob));
    expect(observation.definition.workloads.map(({ name, kind }) => [name, kind])).toEqual([
      ["web", "Deployment"],
      ["web-cronjob", "CronJob"],
    ]);
  });
});

describe("replicas", () => {
  test("are those that run, and what is missing is said", () => {
    const waiting = podObject("web-abc-9", { labels: { app: "web" }, owner: controlledBy("ReplicaSet", "web-abc"), phase: "Pending" });
    const observation = observed(together(deploymentObjects("web", ["w1", "w2"], {}, 3), { "/api/v1/pods": [waiting] }));
    expect(row(observation)).toMatchObject({ replicas: 2, current: { w1: 1, w2: 1 } });
    expect(remarks(observation, "changed")).toEqual(["apps/web: has 2 of 3 pods, 1 of them without a node; the table has those that run"]);
  });

  test("of a workload that is stopped are none", () => {
    expect(row(observed(deploymentObjects("web", [], {}, 0)))).toMatchObject({ replicas: 0 });
  });
});

describe("nodes that may not be read", () => {
  test("are guessed from pods, and what selects them is immovable", () => {
    const observation = observed(deploymentObjects("web", ["w1", "w2"], { nodeSelector: { disk: "ssd" } }), { nodes: undefined });
    expect(observation.definition.hardware.machines.map(({ name, role, memory }) => [name, role, memory])).toEqual([
      ["w1", "control-plane", "2Gi"],
      ["w2", "worker", "1Gi"],
    ]);
    expect(row(observation)).toMatchObject({ immovable: "it selects nodes by disk=ssd", current: { w1: 1, w2: 1 } });
  });
});

describe("K3s and others", () => {
  const k3s = { nodeInfo: { osImage: "Debian", kubeletVersion: "v1.35.4+k3s1", architecture: "amd64", operatingSystem: "linux" } };
  const plain = { nodeInfo: { osImage: "Ubuntu 26.04", kubeletVersion: "v1.35.4", architecture: "amd64", operatingSystem: "linux" } };
  const taints = [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }];
  const server = { "node-role.kubernetes.io/control-plane": "true", "node-role.kubernetes.io/master": "true" };

  test("have the control plane's taint in the table, because nothing sets it by itself", () => {
    const { hardware } = observed({
      "/api/v1/nodes": [nodeObject("s1", server, { spec: { taints }, status: k3s }), nodeObject("a1", {}, { status: k3s })],
    }).definition;
    expect(hardware.cluster.operatingSystem).toEqual({ kind: "k3s", version: "v1.35.4+k3s1" });
    expect(hardware.machines.map(({ name, taints: own }) => [name, own])).toEqual([
      ["a1", undefined],
      ["s1", taints],
    ]);
  });

  test("that are neither are written as K3s, with a remark", () => {
    const observation = observed({ "/api/v1/nodes": [nodeObject("s1", server, { status: plain })] });
    expect(observation.definition.hardware.cluster.operatingSystem).toEqual({ kind: "k3s", version: "v1.35.4+k3s1" });
    expect(remarks(observation, "changed")).toEqual([expect.stringContaining('"Ubuntu 26.04" is neither Talos nor K3s')]);
  });
});

describe("control planes without the taint", () => {
  const role = { "node-role.kubernetes.io/control-plane": "" };
  const taints = [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }];

  test("take ordinary workloads where none has it", () => {
    const observation = observed({ "/api/v1/nodes": [nodeObject("cp1", role), nodeObject("w1")] });
    expect(observation.definition.hardware.cluster.allowSchedulingOnControlPlanes).toBe(true);
    expect(remarks(observation, "changed")).toEqual([]);
  });

  test("are held for tainted where another has it", () => {
    const tainted = ["cp2", "cp3"].map((name) => nodeObject(name, role, { spec: { taints } }));
    const observation = observed({ "/api/v1/nodes": [nodeObject("cp1", role), ...tainted] });
    expect(observation.definition.hardware.cluster).not.toHaveProperty("allowSchedulingOnControlPlanes");
    expect(remarks(observation, "changed")).toEqual([expect.stringContaining("is a control plane without the taint")]);
  });
});

test("a namespace is core when something in it tolerates the control plane, other than an agent on every node", () => {
  const everything = { tolerations: [{ operator: "Exists" }] };
  const labels = { app: "agent" };
  const agent = {
    "/apis/apps/v1/daemonsets": [
      {
        metadata: { name: "agent", namespace: "apps" },
        spec: { template: { metadata: { labels }, spec: { containers: [], ...everything } } },
      },
    ],
    "/api/v1/pods": ["cp1", "w1", "w2"].map((node) =>
      podObject(`agent-${node}`, { node, labels, owner: controlledBy("DaemonSet", "agent"), spec: everything }),
    ),
  };
  expect(observed(together(agent, deploymentObjects("web", ["w1"]))).definition.namespaces).toEqual([{ name: "apps", tier: "3-edge" }]);
  expect(observed(together(agent, deploymentObjects("web", ["w1"], everything))).definition.namespaces).toEqual([
    { name: "apps", tier: "3-edge", core: true },
  ]);
});
