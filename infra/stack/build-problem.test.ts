import type { PlacementWorkload } from "../placement/problem";
import type { StackDefinition } from "./definition";
import { loadStack } from "./load-stack";
import { validConfig, validDefinition, withMachine, withWorkload } from "./testing/valid-stack";

function problemOf(definition: StackDefinition = validDefinition) {
  return loadStack(definition, validConfig).problem;
}

function workloadOf(id: string, definition?: StackDefinition): PlacementWorkload | undefined {
  return problemOf(definition).workloads.find((workload) => workload.id === id);
}

describe("the placement problem", () => {
  it("has the stack's objectives after those that every stack has", () => {
    expect(problemOf().objectives).toEqual([
      "place",
      "control-plane",
      "survive-loss",
      "replicas-apart",
      "ceilings",
      "disruption",
      "balance",
      "watts",
    ]);
    expect(loadStack(validDefinition, { ...validConfig, objective: "power" }).problem.objectives).toEqual([
      "place",
      "control-plane",
      "survive-loss",
      "replicas-apart",
      "ceilings",
      "watts",
      "disruption",
      "balance",
    ]);
    expect(problemOf().ceilings).toEqual(validDefinition.planning?.ceilings);
    expect(problemOf().stack).toBe("valid");
  });

  it("describes a node as the scheduler sees it", () => {
    expect(problemOf().nodes[0]).toEqual({
      name: "cp1",
      allocatable: { cpuMilli: 7950, memoryBytes: (16 * 1024 - 612) * 1024 ** 2, pods: 110, extended: {} },
      labels: {
        "berth.dev/pool": "core",
        "berth.dev/memory-class": "low",
        "berth.dev/power-class": "standard",
        "kubernetes.io/hostname": "cp1",
        "kubernetes.io/os": "linux",
        "node-role.kubernetes.io/control-plane": "",
      },
      taints: [{ key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" }],
      controlPlane: true,
      power: { idleWatts: 10, fullWatts: 16 },
      host: "cp1",
      capabilities: { "berth.dev/pool": "core", "berth.dev/memory-class": "low", "berth.dev/power-class": "standard" },
    });
  });

  it("knows which host carries a node", () => {
    const hosted = withMachine(
      "worker1",
      { host: "pve1" },
      { ...validDefinition, hardware: { ...validDefinition.hardware, hosts: [{ name: "pve1", threads: 16, memory: "64Gi" }] } },
    );
    expect(problemOf(hosted).nodes.map(({ name, host }) => [name, host])).toEqual([
      ["cp1", "cp1"],
      ["gpu1", "gpu1"],
      ["worker1", "pve1"],
    ]);
  });

  it("never offers a host name or a discovered label as a capability", () => {
    for (const { capabilities } of problemOf().nodes) {
      expect(Object.keys(capabilities).filter((key) => !key.startsWith("berth.dev/"))).toEqual([]);
    }
  });

  it("describes a workload as what it needs", () => {
    const expected: PlacementWorkload = {
      id: "media/jellyfin",
      namespace: "media",
      name: "jellyfin",
      mode: "replicas",
      replicas: 1,
      requests: { cpuMilli: 500, memoryBytes: 1024 ** 3, extended: { "gpu.intel.com/i915": 1 } },
      currentRequests: { cpuMilli: 500, memoryBytes: 1024 ** 3 },
      tier: 4,
      core: false,
      tolerations: [{ key: "gpu.intel.com/i915", operator: "Exists" }],
      requires: [
        { key: "intel.feature.node.kubernetes.io/gpu", operator: "In", values: ["true"] },
        { key: "berth.dev/gpu-model", operator: "In", values: ["arc-130t"] },
      ],
      target: [{ key: "berth.dev/pool", operator: "In", values: ["apps"] }],
      surgePods: 1,
      current: { gpu1: 1 },
      pin: "prefer",
    };
    expect(workloadOf("media/jellyfin")).toEqual(expected);
  });

  it("treats a control plane that takes ordinary workloads as a worker that must not be lost", () => {
    const { hardware } = validDefinition;
    const open = { ...validDefinition, hardware: { ...hardware, cluster: { ...hardware.cluster, allowSchedulingOnControlPlanes: true } } };
    const [node] = loadStack(open, validConfig).problem.nodes.filter(({ name }) => name === "cp1");
    expect(node).toMatchObject({ controlPlane: false, runsControlPlane: true, taints: [] });
  });

  it("runs DaemonSets on every node that they can have", () => {
    expect(workloadOf("kube-system/cilium")).toMatchObject({
      mode: "perNode",
      replicas: 3,
      current: { cp1: 1, gpu1: 1, worker1: 1 },
      target: [],
      tier: 0,
      core: true,
    });
  });

  it("leaves what cannot move where it is, and says why", () => {
    expect(workloadOf("kube-system/kube-apiserver")).toMatchObject({
      mode: "fixed",
      fixedBecause: "it is a static pod: the kubelet of its node runs it",
      current: { cp1: 1 },
    });
    expect(workloadOf("databases/postgres")).toMatchObject({ mode: "fixed", fixedBecause: 'volume "data" is on the disk of worker1' });
    expect(workloadOf("databases/postgres", withWorkload("databases/postgres", { current: {} }))?.mode).toBe("replicas");
  });

  it("counts what KEDA scales with its normal load", () => {
    const scaled = withWorkload("media/sonarr", {
      replicas: 2,
      scaling: {
        minReplicas: 0,
        maxReplicas: 5,
        triggers: [{ type: "prometheus", serverAddress: "http://mimir-nginx.monitoring/prometheus", query: "up", threshold: 1 }],
      },
    });
    expect(workloadOf("media/sonarr", scaled)).toMatchObject({
      mode: "replicas",
      replicas: 2,
      scale: { minReplicas: 0, maxReplicas: 5, surgePodsAtMax: 2 },
      current: { gpu1: 1 },
    });
    expect(workloadOf("media/sonarr", withWorkload("media/sonarr", {}))).toHaveProperty("scale");
    expect(workloadOf("media/jellyfin")).not.toHaveProperty("scale");
  });

  it("names what keeps pods apart, together and spread by its label", () => {
    const zoned = withMachine(
      "worker1",
      { zone: "attic" },
      withWorkload("home/dashboard", { antiAffinity: "zone", spread: { over: "node" }, colocateWith: "home/mosquitto", pin: "strict" }),
    );
    expect(workloadOf("home/dashboard", zoned)).toMatchObject({
      antiAffinityTopologyKey: "topology.kubernetes.io/zone",
      spreads: [{ topologyKey: "kubernetes.io/hostname", maxSkew: 1, strict: false }],
      colocateWith: "home/mosquitto",
      pin: "strict",
    });
    expect(workloadOf("home/dashboard")?.antiAffinityTopologyKey).toBe("kubernetes.io/hostname");
  });

  it("resolves terms of pod affinity to the workloads whose pods they select", () => {
    const dashboard = { matchLabels: { "app.kubernetes.io/name": "dashboard" } };
    const zoned = withMachine("worker1", { zone: "attic" });
    const related = withWorkload(
      "home/mosquitto",
      {
        podAffinity: [{ topology: "zone", selector: dashboard }],
        podAntiAffinity: [
          { topology: "node", selector: {} },
          { topology: "berth.dev/pool", selector: {}, namespaces: "all" },
          {
            topology: "node",
            selector: { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["sonarr", "postgres"] }] },
            namespaces: ["media", "databases"],
          },
        ],
      },
      zoned,
    );
    const all = problemOf()
      .workloads.map(({ id }) => id)
      .sort();
    expect(workloadOf("home/mosquitto", related)).toMatchObject({
      podAffinity: [{ topologyKey: "topology.kubernetes.io/zone", selects: ["home/dashboard"] }],
      podAntiAffinity: [
        { topologyKey: "kubernetes.io/hostname", selects: ["home/dashboard", "home/mosquitto", "home/zigbee2mqtt"] },
        { topologyKey: "berth.dev/pool", selects: all },
        { topologyKey: "kubernetes.io/hostname", selects: ["databases/postgres", "media/sonarr"] },
      ],
    });
    expect(workloadOf("home/mosquitto")).not.toHaveProperty("podAffinity");
  });

  it("has every spread constraint, with what differs from the planner's defaults", () => {
    const spread = [
      { over: "node", strict: true, minDomains: 2, nodeAffinityPolicy: "Ignore", nodeTaintsPolicy: "Ignore" } as const,
      { over: "berth.dev/pool", maxSkew: 3 },
    ];
    expect(workloadOf("home/mosquitto", withWorkload("home/mosquitto", { spread }))?.spreads).toEqual([
      {
        topologyKey: "kubernetes.io/hostname",
        maxSkew: 1,
        strict: true,
        minDomains: 2,
        nodeAffinityPolicy: "Ignore",
        nodeTaintsPolicy: "Ignore",
      },
      { topologyKey: "berth.dev/pool", maxSkew: 3, strict: false },
    ]);
  });

  it("has the ports that containers, sidecars and rows take of their nodes", () => {
    const port = { name: "dns", containerPort: 53, hostPort: 53, protocol: "UDP" as const };
    const container = { name: "app", image: "example.com/app:1", requests: {}, ports: [port, { name: "http", containerPort: 80 }] };
    const owned = withWorkload("home/dashboard", {
      containers: [container],
      initContainers: [
        { ...container, name: "migrate", ports: [{ ...port, hostPort: 1 }] },
        { ...container, name: "proxy", ports: [{ ...port, protocol: "TCP", hostIP: "192.168.1.12" }], restartPolicy: "Always" },
      ],
    });
    expect(workloadOf("home/dashboard", owned)?.hostPorts).toEqual([
      { port: 53, protocol: "UDP", hostIP: "0.0.0.0" },
      { port: 53, protocol: "TCP", hostIP: "192.168.1.12" },
    ]);
    expect(workloadOf("home/mosquitto", withWorkload("home/mosquitto", { hostPorts: [{ port: 1883 }] }))?.hostPorts).toEqual([
      { port: 1883, protocol: "TCP", hostIP: "0.0.0.0" },
    ]);
    expect(workloadOf("home/mosquitto")).not.toHaveProperty("hostPorts");
  });

  it("restarts as a whole what carries its placement in its template", () => {
    expect(problemOf().workloads.flatMap(({ id, restartsTogether = false }) => (restartsTogether ? [id] : []))).toEqual(["home/dashboard"]);
  });

  it("surges where a rolling update does", () => {
    expect(problemOf().workloads.map(({ id, surgePods = 0 }) => [id, surgePods])).toEqual([
      ["kube-system/kube-apiserver", 0],
      ["kube-system/cilium", 0],
      ["kube-system/coredns", 1],
      ["databases/postgres", 0],
      ["media/sonarr", 1],
      ["media/jellyfin", 1],
      ["home/mosquitto", 1],
      ["home/zigbee2mqtt", 1],
      ["home/dashboard", 1],
    ]);
  });
});
