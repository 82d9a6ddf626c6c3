import { podSchema } from "./api/pod";
import { podLimits, podRequests } from "./pod-resources";

const mebibyte = 1024 ** 2;

function container(cpu: string, memory: string, more: object = {}): object {
  return { name: `c-${cpu}`, resources: { requests: { cpu, memory } }, ...more };
}

function requestsOf(spec: object, status: object = {}): ReturnType<typeof podRequests> {
  const pod = podSchema.parse({ metadata: { name: "p" }, spec, status });
  return podRequests(pod.spec, pod.status);
}

// https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
describe("a pod's effective requests", () => {
  test("are the sum of its containers", () => {
    expect(requestsOf({ containers: [container("100m", "64Mi"), container("250m", "64Mi")] })).toEqual({
      cpuMilli: 350,
      memoryBytes: 128 * mebibyte,
      others: {},
    });
  });

  test("are, for each resource, the most of that and of each init container", () => {
    const spec = { initContainers: [container("1", "1Mi"), container("500m", "256Mi")], containers: [container("100m", "64Mi")] };
    expect(requestsOf(spec)).toMatchObject({ cpuMilli: 1000, memoryBytes: 256 * mebibyte });
  });

  test("count sidecars with the containers, and with the init containers that start after them", () => {
    const sidecar = container("200m", "10Mi", { restartPolicy: "Always" });
    const before = { initContainers: [container("1", "1Mi"), sidecar], containers: [container("100m", "64Mi")] };
    const after = { initContainers: [sidecar, container("1", "1Mi")], containers: [container("100m", "64Mi")] };
    expect(requestsOf(before)).toMatchObject({ cpuMilli: 1000, memoryBytes: 74 * mebibyte });
    expect(requestsOf(after)).toMatchObject({ cpuMilli: 1200, memoryBytes: 74 * mebibyte });
  });

  test("are those of the pod where it has any, and the overhead besides", () => {
    const spec = {
      containers: [container("100m", "64Mi")],
      resources: { requests: { cpu: "2" } },
      overhead: { cpu: "250m", memory: "120Mi" },
    };
    expect(requestsOf(spec)).toMatchObject({ cpuMilli: 2250, memoryBytes: 184 * mebibyte });
  });

  test("are the larger of old and new while a container is being resized, and the old where that cannot be", () => {
    const status = {
      containerStatuses: [{ name: "c-100m", allocatedResources: { cpu: "300m" }, resources: { requests: { cpu: "200m" } } }],
    };
    const spec = { containers: [container("100m", "64Mi")] };
    expect(requestsOf(spec, status)).toMatchObject({ cpuMilli: 300, memoryBytes: 64 * mebibyte });
    const infeasible = { conditions: [{ type: "PodResizePending", status: "True", reason: "Infeasible" }], ...status };
    expect(requestsOf({ containers: [container("100m", "64Mi"), container("1", "0")] }, infeasible)).toMatchObject({ cpuMilli: 1300 });
  });

  test("have cards and everything else in whole units", () => {
    const resources = { requests: { cpu: "1500u", "nvidia.com/gpu": "2", "ephemeral-storage": "1Gi" } };
    expect(requestsOf({ containers: [{ name: "c", resources }] })).toEqual({
      cpuMilli: 2,
      memoryBytes: 0,
      others: { "ephemeral-storage": 1024 ** 3, "nvidia.com/gpu": 2 },
    });
  });
});

describe("a pod's limits", () => {
  const limited = (name: string, limits: object, more: object = {}): object => ({ name, resources: { limits }, ...more });
  const limitsOf = (spec: object): unknown => podLimits(podSchema.parse({ metadata: { name: "p" }, spec, status: {} }).spec);

  test("are there for a resource that every container is limited in", () => {
    const containers = [limited("a", { cpu: "1", memory: "1Mi" }), limited("b", { memory: "2Mi" })];
    expect(limitsOf({ containers })).toEqual({ memoryBytes: 3 * mebibyte });
    expect(limitsOf({ containers, initContainers: [limited("s", {}, { restartPolicy: "Always" })] })).toEqual({});
  });

  test("are those of the pod where it has any", () => {
    expect(limitsOf({ containers: [limited("a", {})], resources: { limits: { memory: "5Mi" } } })).toEqual({ memoryBytes: 5 * mebibyte });
  });
});
