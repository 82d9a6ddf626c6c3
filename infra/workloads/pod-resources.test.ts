import { podResourcesOf, type PodSurroundings } from "./pod-resources";
import { type WorkloadRow, workloadSchema } from "./schema";

const mebibyte = 1024 ** 2;
const surroundings: PodSurroundings = { applyRecommendations: false, devices: {} };
type ContainerRow = NonNullable<WorkloadRow["containers"]>[number];
const container = (change: Partial<ContainerRow> = {}): ContainerRow => ({
  name: "app",
  image: "example.com/app:1",
  requests: {},
  ...change,
});

function resourcesOf(change: Partial<WorkloadRow>, besides: Partial<PodSurroundings> = {}) {
  const row: WorkloadRow = { namespace: "apps", name: "web", kind: "Deployment", managedBy: "berth", ...change };
  const { requests, limits } = podResourcesOf(workloadSchema.parse(row), { ...surroundings, ...besides });
  return { requests, limits };
}

describe("a pod of containers", () => {
  it("requests what the scheduler counts: the start, when that needs more than what runs in the end", () => {
    const change: Partial<WorkloadRow> = {
      containers: [container({ requests: { cpu: "100m", memory: "128Mi" } })],
      initContainers: [
        { ...container({ name: "proxy", requests: { cpu: "50m", memory: "64Mi" } }), restartPolicy: "Always" },
        container({ name: "migrate", requests: { cpu: "20m", memory: "1Gi", extended: { "ephemeral-storage": "2Gi" } } }),
      ],
    };
    expect(resourcesOf(change)).toEqual({
      requests: { cpuMilli: 150, memoryBytes: 1088 * mebibyte, extended: { "ephemeral-storage": 2048 * mebibyte } },
      limits: {},
    });
  });

  it("requests a card in its first container, next to what an init container has of it", () => {
    const change: Partial<WorkloadRow> = {
      containers: [container(), container({ name: "second", requests: { extended: { "example.com/fpga": 2 } } })],
      initContainers: [container({ name: "warm-up", requests: { extended: { "gpu.intel.com/i915": 3 } } })],
    };
    expect(resourcesOf(change, { devices: { "gpu.intel.com/i915": 1 } }).requests.extended).toEqual({
      "example.com/fpga": 2,
      "gpu.intel.com/i915": 3,
    });
  });

  it("has the defaults of its namespace, after those of the API server", () => {
    const limitRange = { defaultRequest: { cpu: "10m", memory: "32Mi" }, default: { memory: "256Mi" }, max: {} };
    const change = { containers: [container(), container({ name: "second", limits: { memory: "100Mi" } })] };
    expect(resourcesOf(change, { limitRange })).toEqual({
      requests: { cpuMilli: 20, memoryBytes: 132 * mebibyte, extended: {} },
      limits: { memoryBytes: 356 * mebibyte },
    });
  });

  it("is limited to the maximum of its namespace where that has no default", () => {
    const limitRange = { defaultRequest: { memory: "32Mi" }, default: {}, max: { memory: "1Gi" } };
    expect(resourcesOf({ containers: [container()] }, { limitRange })).toMatchObject({
      requests: { memoryBytes: 32 * mebibyte },
      limits: { memoryBytes: 1024 * mebibyte },
    });
  });

  it("requests as a whole what it says as a whole, with its sandbox on top", () => {
    const change: Partial<WorkloadRow> = {
      containers: [container({ requests: { cpu: "100m", memory: "128Mi" } })],
      resources: { requests: { cpu: "500m" }, limits: { memory: "1Gi" } },
      runtimeClass: { name: "kata", overhead: { cpu: "250m", memory: "160Mi" } },
    };
    expect(resourcesOf(change)).toEqual({
      requests: { cpuMilli: 750, memoryBytes: 288 * mebibyte, extended: {} },
      limits: { memoryBytes: 1024 * mebibyte },
    });
  });

  it("takes its pod's requests from its containers as they are read, before their namespace's defaults", () => {
    const limitRange = { defaultRequest: { memory: "64Mi" }, default: {}, max: {} };
    const change: Partial<WorkloadRow> = { containers: [container()], resources: { limits: { memory: "512Mi" } } };
    expect(resourcesOf(change, { limitRange }).requests.memoryBytes).toBe(512 * mebibyte);
  });

  it("is limited when all that keeps running is", () => {
    const limited = container({ limits: { cpu: "1", memory: "1Gi" } });
    const sidecar = { ...container({ name: "proxy" }), restartPolicy: "Always" as const };
    expect(resourcesOf({ containers: [limited], initContainers: [container({ name: "migrate" })] }).limits).toEqual({
      cpuMilli: 1000,
      memoryBytes: 1024 * mebibyte,
    });
    expect(resourcesOf({ containers: [limited], initContainers: [sidecar] }).limits).toEqual({});
  });
});

describe("a row without containers", () => {
  const external: Partial<WorkloadRow> = { managedBy: "helm", requests: { cpu: "1", extended: { "ephemeral-storage": "1Gi" } } };

  it("says itself what the scheduler counts, and gets no defaults of its namespace", () => {
    const limitRange = { defaultRequest: { memory: "32Mi" }, default: {}, max: {} };
    expect(resourcesOf(external, { limitRange, devices: { "nvidia.com/gpu": 2 } }).requests).toEqual({
      cpuMilli: 1000,
      memoryBytes: 0,
      extended: { "ephemeral-storage": 1024 * mebibyte, "nvidia.com/gpu": 2 },
    });
  });

  it("keeps what it requests besides, when a recommendation is applied", () => {
    const change = { ...external, recommendation: { cpu: "200m", memory: "100Mi" } };
    expect(resourcesOf(change, { applyRecommendations: true }).requests).toEqual({
      cpuMilli: 200,
      memoryBytes: 100 * mebibyte,
      extended: { "ephemeral-storage": 1024 * mebibyte },
    });
  });
});
