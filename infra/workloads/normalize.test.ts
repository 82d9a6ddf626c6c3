import type { StackConfig } from "../stack/config";
import type { StackDefinition } from "../stack/definition";
import { loadStack } from "../stack/load-stack";
import { validConfig, validDefinition, withMachine, withWorkload } from "../stack/testing/valid-stack";
import { coordinatorOf } from "./coordination";
import type { Workload } from "./workload";

function load(id: string, definition: StackDefinition = validDefinition, config: Partial<StackConfig> = {}): Workload {
  const workload = loadStack(definition, { ...validConfig, ...config }).workloads.find((candidate) => candidate.id === id);
  if (workload === undefined) {
    throw new Error(`${id} was not loaded`);
  }
  return workload;
}

const mebibyte = 1024 ** 2;
const toleratesControlPlane = { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" };

describe("a normalised workload", () => {
  it("has its defaults filled in", () => {
    const expected: Workload = {
      id: "home/mosquitto",
      namespace: "home",
      name: "mosquitto",
      kind: "Deployment",
      managedBy: "argocd",
      estimated: false,
      replicas: 1,
      requests: { cpuMilli: 20, memoryBytes: 64 * mebibyte, extended: {} },
      currentRequests: { cpuMilli: 20, memoryBytes: 64 * mebibyte },
      limits: {},
      containers: [],
      initContainers: [],
      hostPorts: [],
      podLabels: { "app.kubernetes.io/name": "mosquitto" },
      tier: "3-edge",
      core: false,
      tolerations: [],
      requires: [],
      target: [],
      volumes: [],
      podAffinity: [],
      podAntiAffinity: [],
      spreads: [],
      coordinator: "none",
      current: { worker1: 1 },
      pin: "prefer",
    };
    expect(load("home/mosquitto")).toEqual(expected);
  });

  it("takes tier and target from its namespace, and adds its own", () => {
    const target = [{ key: "berth.dev/power-class", operator: "In" as const, values: ["efficient"] }];
    const sonarr = load("media/sonarr", withWorkload("media/sonarr", { tier: "2-gpu", target }));
    expect(sonarr.tier).toBe("2-gpu");
    expect(sonarr.target).toEqual([{ key: "berth.dev/pool", operator: "In", values: ["apps"] }, ...target]);
    expect(load("databases/postgres").tier).toBe("1-cluster");
  });

  it("tolerates the control plane's taint exactly when its namespace is core", () => {
    expect(load("kube-system/coredns").tolerations).toEqual([toleratesControlPlane]);
    expect(load("kube-system/coredns").core).toBe(true);
    expect(load("media/sonarr").tolerations).toEqual([]);
  });

  it("gets its card as a resource, by the labels that follow it, and tolerates its taint", () => {
    const jellyfin = load("media/jellyfin");
    expect(jellyfin.requests.extended).toEqual({ "gpu.intel.com/i915": 1 });
    expect(jellyfin.requires).toEqual([
      { key: "intel.feature.node.kubernetes.io/gpu", operator: "In", values: ["true"] },
      { key: "berth.dev/gpu-model", operator: "In", values: ["arc-130t"] },
    ]);
    expect(jellyfin.tolerations).toEqual([{ key: "gpu.intel.com/i915", operator: "Exists" }]);
  });

  it("gets a card of any model when it names none", () => {
    const jellyfin = load("media/jellyfin", withWorkload("media/jellyfin", { gpu: { vendor: "intel", count: 2 } }));
    expect(jellyfin.requests.extended).toEqual({ "gpu.intel.com/i915": 2 });
    expect(jellyfin.requires).toEqual([{ key: "intel.feature.node.kubernetes.io/gpu", operator: "In", values: ["true"] }]);
  });

  it("gets its devices by their labels", () => {
    expect(load("home/zigbee2mqtt").requires).toEqual([{ key: "berth.dev/device.zigbee", operator: "In", values: ["true"] }]);
  });

  it("cannot leave the node that its volume is on", () => {
    expect(load("databases/postgres").immovable).toBe('volume "data" is on the disk of worker1');
    expect(load("databases/postgres", withWorkload("databases/postgres", { immovable: "no replica yet" })).immovable).toBe(
      "no replica yet",
    );
    expect(load("databases/postgres", withWorkload("databases/postgres", { current: {} })).immovable).toBeUndefined();
    expect(load("media/sonarr").immovable).toBeUndefined();
  });

  it("requests what the VPA recommends, when that is wanted", () => {
    expect(load("media/sonarr").requests).toEqual({ cpuMilli: 50, memoryBytes: 256 * mebibyte, extended: {} });
    expect(load("media/sonarr", validDefinition, { applyRecommendations: true }).requests).toEqual({
      cpuMilli: 25,
      memoryBytes: 300 * mebibyte,
      extended: {},
    });
    expect(load("home/mosquitto", validDefinition, { applyRecommendations: true }).requests.cpuMilli).toBe(20);
  });

  it("puts the recommendation into the container that Berth renders", () => {
    const definition = withWorkload("home/dashboard", { recommendation: { cpu: "0.2", memory: "192Mi" } });
    const dashboard = load("home/dashboard", definition, { applyRecommendations: true });
    expect(dashboard.requests).toEqual({ cpuMilli: 200, memoryBytes: 192 * mebibyte, extended: {} });
    expect(dashboard.containers.map(({ requests, limits }) => [requests, limits])).toEqual([
      [{ cpu: "200m", memory: "192Mi" }, { memory: "256Mi" }],
    ]);
  });

  it("sums its containers, counting a limit without a request as both", () => {
    const app = { name: "app", image: "example/app:1", requests: { cpu: "100m" }, limits: { memory: "256Mi" } };
    const sidecar = { name: "sidecar", image: "example/sidecar:1", requests: { cpu: "50m", memory: "32Mi" } };
    const both = load("home/dashboard", withWorkload("home/dashboard", { containers: [app, sidecar] }));
    expect(both.requests).toEqual({ cpuMilli: 150, memoryBytes: 288 * mebibyte, extended: {} });
    expect(both.limits).toEqual({});
    const bounded = load(
      "home/dashboard",
      withWorkload("home/dashboard", { containers: [app, { ...sidecar, limits: { memory: "64Mi", cpu: "1" } }] }),
    );
    expect(bounded.limits).toEqual({ memoryBytes: 320 * mebibyte });
  });
});

describe("a DaemonSet", () => {
  it("runs on every node whose taints it tolerates", () => {
    const everywhere = load("kube-system/cilium");
    expect([everywhere.replicas, everywhere.current]).toEqual([3, { cp1: 1, gpu1: 1, worker1: 1 }]);
    const workersOnly = load(
      "media/jellyfin",
      withWorkload("media/jellyfin", { kind: "DaemonSet", current: {}, gpu: undefined, managedBy: "helm" }),
    );
    expect([workersOnly.replicas, workersOnly.current]).toEqual([2, { gpu1: 1, worker1: 1 }]);
  });

  it("is nowhere before the plan when it is new", () => {
    const added = load("kube-system/cilium", withWorkload("kube-system/cilium", { isNew: true }));
    expect([added.replicas, added.current]).toEqual([3, {}]);
  });

  it("runs only where its needs are met, whatever the target of its namespace", () => {
    const plugin = load("media/jellyfin", withWorkload("media/jellyfin", { kind: "DaemonSet", current: {} }));
    expect([plugin.current, plugin.target]).toEqual([{ gpu1: 1 }, []]);
  });

  it("keeps off nodes that users taint", () => {
    const tainted = withMachine(
      "gpu1",
      { taints: [{ key: "gpu.intel.com/i915", effect: "NoSchedule" }] },
      withWorkload("kube-system/cilium", { tolerations: [] }),
    );
    expect(load("kube-system/cilium", tainted).current).toEqual({ cp1: 1, worker1: 1 });
    const soft = withMachine(
      "gpu1",
      { taints: [{ key: "gpu.intel.com/i915", effect: "PreferNoSchedule" }] },
      withWorkload("kube-system/cilium", { tolerations: [] }),
    );
    expect(load("kube-system/cilium", soft).current).toEqual({ cp1: 1, gpu1: 1, worker1: 1 });
  });
});

describe("a static pod", () => {
  it("has as many replicas as it runs now", () => {
    expect(load("kube-system/kube-apiserver").replicas).toBe(1);
  });
});

describe("the coordinator", () => {
  it("is who may change where a workload runs or how many pods it has", () => {
    expect([load("media/sonarr"), load("home/dashboard"), load("home/mosquitto")].map(({ coordinator }) => coordinator)).toEqual([
      "keda",
      "descheduler",
      "none",
    ]);
    expect(coordinatorOf({ rebalance: false })).toBe("none");
  });
});
