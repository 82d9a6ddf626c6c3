import { loadStack } from "../../infra/stack/load-stack";
import { stackConfigSchema } from "../../infra/stack/config";
import { formatCpuMilli, formatMemoryBytes } from "../../infra/quantities/quantity";
import type { Workload } from "../../infra/workloads/workload";
import { definition } from "./definition";

/** The tables of seed 002, row by row. */
const stack = loadStack(definition, stackConfigSchema.parse({}));

function workload(name: string): Workload {
  const found = stack.workloads.find((each) => each.name === name);
  if (found === undefined) {
    throw new Error(`there is no ${name}`);
  }
  return found;
}

const initialOf = ({ requests }: Workload): readonly string[] => [
  formatCpuMilli(requests.cpuMilli),
  formatMemoryBytes(requests.memoryBytes),
];

describe("Initial Resource Requests", () => {
  test.each([
    ["auth-service", "50m", "64Mi", "500m", "512Mi"],
    ["user-service", "50m", "64Mi", "500m", "512Mi"],
    ["assessment-service", "100m", "128Mi", "1", "1Gi"],
    ["scheduling-service", "50m", "64Mi", "300m", "256Mi"],
    ["scoring-service", "100m", "128Mi", "500m", "512Mi"],
    ["matching-service", "100m", "128Mi", "500m", "512Mi"],
    ["notification-service", "50m", "64Mi", "300m", "256Mi"],
    ["signaling-service", "50m", "32Mi", "500m", "256Mi"],
    ["stt-service", "500m", "1Gi", "2", "3Gi"],
    ["tts-service", "100m", "128Mi", "500m", "256Mi"],
    ["llm-gateway", "100m", "256Mi", "500m", "512Mi"],
  ])("%s", (name, cpu, memory, maxCpu, maxMemory) => {
    const row = workload(name);
    const max = row.verticalScaling?.max ?? { cpuMilli: 0, memoryBytes: 0 };
    expect(initialOf(row)).toEqual([cpu, memory]);
    expect([formatCpuMilli(max.cpuMilli), formatMemoryBytes(max.memoryBytes)]).toEqual([maxCpu, maxMemory]);
    expect(row.verticalScaling?.min).toEqual({ cpuMilli: row.requests.cpuMilli, memoryBytes: row.requests.memoryBytes });
  });

  // What an operator owns has no VPA: its most is its limit, and for CPU there is none.
  test.each([
    ["postgresql", "200m", "512Mi", "2Gi"],
    ["mongodb", "200m", "512Mi", "2Gi"],
    ["dragonfly", "100m", "256Mi", "1Gi"],
  ])("%s", (name, cpu, memory, maxMemory) => {
    const row = workload(name);
    expect(initialOf(row)).toEqual([cpu, memory]);
    expect(row.limits).toEqual({ memoryBytes: maxMemory === "2Gi" ? 2 * 1024 ** 3 : 1024 ** 3 });
  });
});

test("VPA Coverage: every service, nothing that an operator owns, agents and infrastructure only watched", () => {
  const modes = Object.fromEntries(
    stack.workloads.flatMap(({ name, verticalScaling }) => (verticalScaling === undefined ? [] : [[name, verticalScaling.mode]])),
  );
  expect(modes).toEqual({
    "auth-service": "InPlaceOrRecreate",
    "user-service": "InPlaceOrRecreate",
    "assessment-service": "InPlaceOrRecreate",
    "scheduling-service": "InPlaceOrRecreate",
    "scoring-service": "InPlaceOrRecreate",
    "matching-service": "InPlaceOrRecreate",
    "signaling-service": "InPlaceOrRecreate",
    "notification-service": "Initial",
    "stt-service": "Initial",
    "tts-service": "Initial",
    "llm-gateway": "Initial",
    coredns: "Off",
    "istio-gateway": "Off",
    ztunnel: "Off",
    "istio-cni-node": "Off",
    alloy: "Off",
  });
});

describe("KEDA Scalers by Service", () => {
  test.each([
    ["assessment-service", 2, 6, "prometheus", 'sum(active_assessments{service="assessment"})', 6],
    ["signaling-service", 2, 6, "prometheus", 'sum(active_connections{service="signaling"})', 100],
    ["auth-service", 2, 4, "prometheus", 'sum(rate(http_requests_total{service="auth"}[2m]))', 100],
  ])("%s", (name, min, max, type, query, threshold) => {
    const { scaling } = workload(name);
    expect(scaling).toMatchObject({ minReplicas: min, maxReplicas: max, pollingSeconds: 15, cooldownSeconds: 300 });
    expect(scaling?.triggers).toMatchObject([{ type, query, threshold }]);
  });

  test.each([
    ["stt-service", 4, "audio-processing", 5],
    ["tts-service", 4, "text-synthesis", 5],
    ["llm-gateway", 3, "llm-requests", 3],
    ["notification-service", 3, "notifications", 10],
  ])("%s, with a partition for each replica", (name, max, topic, lagThreshold) => {
    const { scaling } = workload(name);
    expect(scaling).toMatchObject({ minReplicas: 0, maxReplicas: max, pollingSeconds: 15, cooldownSeconds: 300 });
    expect(scaling?.triggers).toMatchObject([{ type: "kafka", topic, lagThreshold, partitions: max }]);
  });

  test("Services without KEDA", () => {
    const fixed = stack.workloads.filter(({ namespace, scaling }) => namespace === "platform-services" && scaling === undefined);
    expect(fixed.map(({ name, replicas }) => [name, replicas])).toEqual([
      ["user-service", 2],
      ["scheduling-service", 2],
      ["scoring-service", 2],
      ["matching-service", 2],
    ]);
  });
});

describe("PDB Configuration", () => {
  test.each([
    ["auth-service", 2, { minAvailable: 1 }],
    ["assessment-service", 2, { minAvailable: "50%" }],
    ["user-service", 2, { minAvailable: 1 }],
    ["scheduling-service", 2, { minAvailable: 1 }],
    ["scoring-service", 2, { minAvailable: 1 }],
    ["matching-service", 2, { minAvailable: 1 }],
    ["stt-service", 2, { maxUnavailable: 1 }],
    ["tts-service", 2, { maxUnavailable: 1 }],
    ["llm-gateway", 2, { maxUnavailable: 1 }],
    ["signaling-service", 2, { minAvailable: 1 }],
    ["postgresql", 3, "operator"],
    ["mongodb", 3, "operator"],
    ["dragonfly", 3, "operator"],
    ["istio-gateway", 3, { minAvailable: 2 }],
    ["coredns", 3, { minAvailable: 2 }],
  ])("%s", (name, replicas, disruption) => {
    expect(workload(name)).toMatchObject({ replicas, disruption });
  });
});

describe("Topology Spread and Anti-Affinity", () => {
  const strictly = ["postgresql", "mongodb", "dragonfly", "redpanda", "minio", "istio-gateway", "coredns"];

  test("services softly, over servers, with maxSkew 1", () => {
    const services = stack.workloads.filter(({ namespace }) => ["platform-services", "ai-services"].includes(namespace));
    expect(services).toHaveLength(11);
    for (const { spreads, antiAffinity } of services) {
      expect(spreads).toMatchObject([{ over: "node", maxSkew: 1, strict: false }]);
      expect(antiAffinity).toBeUndefined();
    }
  });

  test.each(strictly)("%s strictly, and never two on a server", (name) => {
    expect(workload(name).spreads).toMatchObject([{ over: "node", maxSkew: 1, strict: true }]);
    expect(workload(name).antiAffinity).toBe("node");
  });
});

test("Priority Classes: the seed's order, under names that the API server takes", () => {
  const tiers = Object.fromEntries(stack.workloads.map(({ name, tier }) => [name, tier]));
  expect(tiers).toMatchObject({
    coredns: "0-core",
    istiod: "0-core",
    ztunnel: "0-core",
    "istio-gateway": "0-core",
    "auth-service": "1-cluster",
    "assessment-service": "1-cluster",
    "signaling-service": "1-cluster",
    "user-service": "3-edge",
    "stt-service": "3-edge",
  });
});

test("three to six servers of 4 vCPUs and 8 GB", () => {
  expect(stack.hardware.fleets).toMatchObject([
    { minCount: 3, maxCount: 6, servers: 3, product: { name: "VPS 10 SSD", vcpus: 4, memoryGiB: 8 } },
  ]);
});

test("the sum of what everything in the tables may have at its most is 43.25 GiB", () => {
  const largest = stack.workloads
    .filter(({ name, namespace }) => namespace.endsWith("-services") || ["postgresql", "mongodb", "dragonfly"].includes(name))
    .map(({ scaling, replicas, verticalScaling, limits }) => {
      const pods = scaling?.maxReplicas ?? replicas;
      return pods * (verticalScaling?.max.memoryBytes ?? limits.memoryBytes ?? 0);
    });
  expect(largest).toHaveLength(14);
  expect(largest.reduce((sum, bytes) => sum + bytes, 0) / 1024 ** 3).toBe(43.25);
});
