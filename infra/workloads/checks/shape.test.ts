import type { StackDefinition } from "../../stack/definition";
import { mistakesIn } from "../../stack/testing/mistakes";
import { validDefinition, withWorkload } from "../../stack/testing/valid-stack";

const container = { name: "app", image: "ghcr.io/example/dashboard:1.4.0", requests: { cpu: "100m", memory: "128Mi" } };

describe("a workload", () => {
  it.each<[string, StackDefinition]>([
    ["of the valid stack", validDefinition],
    ["that requests nothing", withWorkload("home/mosquitto", { requests: {} })],
    ["whose limit is its request", withWorkload("home/mosquitto", { limits: { cpu: "20m", memory: "64Mi" } })],
    [
      "with a volume that Berth renders",
      withWorkload("home/dashboard", {
        kind: "StatefulSet",
        volumes: [{ name: "data", storage: "network", mountPath: "/data", size: "1Gi" }],
      }),
    ],
    [
      "that tolerates one taint",
      withWorkload("home/mosquitto", {
        tolerations: [
          { key: "a", value: "b", effect: "NoSchedule" },
          { key: "c", operator: "Exists" },
        ],
      }),
    ],
    ["with a node-local volume that does not run yet", withWorkload("databases/postgres", { current: {} })],
    ["that is a new DaemonSet", withWorkload("kube-system/cilium", { isNew: true })],
    ["that is a CronJob", withWorkload("home/mosquitto", { kind: "CronJob" })],
  ])("is right: one %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, readonly object[]]>([
    [
      "a DaemonSet that says how many and where",
      withWorkload("kube-system/cilium", { replicas: 3, current: { cp1: 1 } }),
      [
        {
          path: "workloads[kube-system/cilium].replicas",
          message: "is not for a DaemonSet: a DaemonSet has one pod on each node that it tolerates and selects",
          fix: "remove it",
        },
        {
          path: "workloads[kube-system/cilium].current",
          message: "is not for a DaemonSet: a DaemonSet has one pod on each node that it tolerates and selects",
          fix: "remove it",
        },
      ],
    ],
    [
      "a Deployment that says that it is new",
      withWorkload("home/mosquitto", { isNew: true }),
      [
        {
          path: "workloads[home/mosquitto].isNew",
          message: "is not for a Deployment: it is new when current is empty",
          fix: "remove it",
        },
      ],
    ],
    [
      "a static pod that runs nowhere",
      withWorkload("kube-system/kube-apiserver", { current: {} }),
      [
        {
          path: "workloads[kube-system/kube-apiserver].current",
          message: "is missing: the kubelet runs a static pod from a file on its node",
          fix: "say on which nodes it runs, such as { cp1: 1 }",
        },
      ],
    ],
    [
      "a CronJob with a budget",
      withWorkload("home/mosquitto", { kind: "CronJob", disruption: { maxUnavailable: 1 } }),
      [
        {
          path: "workloads[home/mosquitto].disruption",
          message: "is not for a CronJob: the pods of a CronJob end by themselves",
          fix: "remove it",
        },
      ],
    ],
    [
      "an owned workload without containers",
      withWorkload("home/dashboard", { containers: undefined }),
      [
        {
          path: "workloads[home/dashboard].containers",
          message: 'is missing: managedBy is "berth", so Berth renders the pod',
          fix: "list the pod's containers, or name who deploys it in managedBy",
        },
      ],
    ],
    [
      "an owned workload with requests of its own",
      withWorkload("home/dashboard", { requests: { cpu: "1" } }),
      [
        {
          path: "workloads[home/dashboard].requests",
          message: 'is not for a workload that is managedBy "berth"',
          fix: "give each container its requests",
        },
      ],
    ],
    [
      "an owned CronJob",
      withWorkload("home/dashboard", { kind: "CronJob", rebalance: false, disruption: undefined }),
      [
        {
          path: "workloads[home/dashboard].managedBy",
          message: 'cannot be "berth" for a CronJob: Berth renders Deployments, StatefulSets and DaemonSets',
          fix: "name who deploys it",
        },
      ],
    ],
    [
      "an owned volume that is nowhere mounted",
      withWorkload("home/dashboard", { volumes: [{ name: "data", storage: "network", size: "1Gi" }] }),
      [
        {
          path: "workloads[home/dashboard].volumes[data].mountPath",
          message: 'is missing: managedBy is "berth", so Berth renders the volume',
          fix: "say where it is mounted, such as /config",
        },
      ],
    ],
    [
      "a recommendation for a pod with two containers",
      withWorkload("home/dashboard", {
        containers: [container, { ...container, name: "sidecar" }],
        recommendation: { cpu: "1", memory: "1Gi" },
      }),
      [
        {
          path: "workloads[home/dashboard].recommendation",
          message: "is for a pod with one container, and this one has 2",
          fix: "set the containers' requests instead",
        },
      ],
    ],
    [
      "an external workload with containers",
      withWorkload("home/mosquitto", { containers: [container] }),
      [
        {
          path: "workloads[home/mosquitto].containers",
          message: 'is only for what Berth renders, and managedBy is "argocd"',
          fix: 'give the pod\'s requests instead, or set managedBy: "berth"',
        },
      ],
    ],
    [
      "an external workload without requests",
      withWorkload("home/mosquitto", { requests: undefined }),
      [
        {
          path: "workloads[home/mosquitto].requests",
          message: "is missing: the planner needs what one pod requests",
          fix: "give cpu and memory, or {} for a pod that requests nothing",
        },
      ],
    ],
    [
      "a limit under its request",
      withWorkload("home/mosquitto", { limits: { memory: "32Mi" } }),
      [
        {
          path: "workloads[home/mosquitto].limits.memory",
          message: "is under the request of 64Mi",
          value: '"32Mi"',
          fix: "raise it to at least 64Mi",
        },
      ],
    ],
    [
      "a container's limit under its request",
      withWorkload("home/dashboard", { containers: [{ ...container, limits: { cpu: "0.05" } }] }),
      [
        {
          path: "workloads[home/dashboard].containers[app].limits.cpu",
          message: "is under the request of 100m",
          value: '"0.05"',
          fix: "raise it to at least 100m",
        },
      ],
    ],
    [
      "a toleration with a value that does not count",
      withWorkload("home/mosquitto", { tolerations: [{ key: "a", operator: "Exists", value: "b" }] }),
      [
        {
          path: "workloads[home/mosquitto].tolerations[0].value",
          message: 'must be absent: operator "Exists" tolerates every value',
          value: '"b"',
          fix: 'remove it, or use operator "Equal"',
        },
      ],
    ],
    [
      "a toleration without a key",
      withWorkload("home/mosquitto", { tolerations: [{ effect: "NoSchedule" }] }),
      [
        {
          path: "workloads[home/mosquitto].tolerations[0].key",
          message: 'is missing: operator "Equal" compares the value of one key',
          fix: 'name the taint\'s key, or use operator "Exists" to tolerate every taint',
        },
      ],
    ],
    [
      "a Deployment on two nodes with its volume on one",
      withWorkload("databases/postgres", { kind: "Deployment", replicas: 2, current: { gpu1: 1, worker1: 1 } }),
      [
        {
          path: "workloads[databases/postgres].current",
          message: 'has pods on gpu1, worker1, but volume "data" is on the disk of one node',
          fix: 'make it a StatefulSet, whose pods have a volume each, or set storage: "network"',
        },
      ],
    ],
    [
      "a Deployment kept apart with its volume on one node",
      withWorkload("databases/postgres", { kind: "Deployment", replicas: 2, current: {}, antiAffinity: "node" }),
      [
        {
          path: "workloads[databases/postgres].antiAffinity",
          message: 'keeps its pods apart, but volume "data" is on the disk of one node',
          fix: 'make it a StatefulSet, whose pods have a volume each, or set storage: "network"',
        },
      ],
    ],
    [
      "something immovable that runs nowhere",
      withWorkload("home/mosquitto", { immovable: "its clients know the address", current: {} }),
      [
        {
          path: "workloads[home/mosquitto].immovable",
          message: "keeps it where it is, and it runs nowhere",
          fix: "say in current where it runs, or remove immovable",
        },
      ],
    ],
  ])("is refused: %s", (_, definition, findings) => {
    expect(mistakesIn(definition)).toEqual(findings);
  });

  it("is held against its limits with the recommended requests, once they are applied", () => {
    const definition = withWorkload("media/sonarr", { limits: { memory: "256Mi" } });
    expect(mistakesIn(definition)).toEqual([]);
    expect(mistakesIn(definition, { applyRecommendations: true })).toEqual([
      {
        path: "workloads[media/sonarr].limits.memory",
        message: "is under the recommended request of 300Mi",
        value: '"256Mi"',
        fix: "raise it to at least 300Mi",
      },
    ]);
  });
});
