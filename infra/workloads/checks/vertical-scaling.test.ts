import type { Finding } from "../../diagnostics/finding";
import { readWorkloads } from "../normalize";
import type { WorkloadRow } from "../schema";

const valid: WorkloadRow = {
  namespace: "shop",
  name: "cart",
  kind: "Deployment",
  managedBy: "flux",
  replicas: 2,
  requests: { cpu: "50m", memory: "64Mi" },
  verticalScaling: { mode: "InPlaceOrRecreate", max: { cpu: "500m", memory: "512Mi" } },
};

function findingsOf(change: Partial<WorkloadRow>): readonly Finding[] {
  return readWorkloads(
    { namespaces: [{ name: "shop", tier: "3-edge" }], workloads: [{ ...valid, ...change }] },
    { machineNames: ["n1"], machines: undefined, applyRecommendations: false },
  ).findings;
}

const mode = (change: Partial<NonNullable<WorkloadRow["verticalScaling"]>>): Partial<WorkloadRow> => ({
  verticalScaling: { ...valid.verticalScaling, mode: "InPlaceOrRecreate", max: { cpu: "500m", memory: "512Mi" }, ...change },
});

const scaled = (minReplicas: number, ...triggers: NonNullable<WorkloadRow["scaling"]>["triggers"]): Partial<WorkloadRow> => ({
  scaling: { minReplicas, maxReplicas: 4, triggers },
});
const requestsPerSecond = {
  type: "prometheus",
  serverAddress: "http://mimir/prometheus",
  query: "sum(rate(x[1m]))",
  threshold: 5,
} as const;

test("a VPA beside KEDA that scales on what there is to do is fine", () => {
  expect(findingsOf({})).toEqual([]);
  expect(findingsOf(scaled(2, requestsPerSecond))).toEqual([]);
  expect(findingsOf(mode({ mode: "Off" }))).toEqual([]);
});

it.each<[string, Partial<WorkloadRow>, Finding]>([
  [
    "a mode that is deprecated",
    mode({ mode: "Auto" as "Off" }),
    {
      path: "workloads[shop/cart].verticalScaling.mode",
      value: '"Auto"',
      message: 'must be one of "Off", "Initial", "InPlaceOrRecreate"',
    },
  ],
  [
    "pods that an operator owns",
    { managedBy: "operator" },
    {
      path: "workloads[shop/cart].verticalScaling",
      message: "is not for pods that an operator owns: it decides what they request, and in which order they restart",
      value: "operator",
      fix: "remove it, and set requests and limits in the operator's own object",
    },
  ],
  [
    "fewer pods than it takes to evict one",
    { replicas: 1 },
    {
      path: "workloads[shop/cart].verticalScaling.minReplicas",
      message: "is more than its 1 replica at normal load: the VPA never changes a pod that runs",
      value: "2",
      fix: 'use mode "Initial", or minReplicas: 1 if an interruption is harmless',
    },
  ],
  [
    "evicting what starts from zero",
    scaled(0, requestsPerSecond),
    {
      path: "workloads[shop/cart].verticalScaling.mode",
      message: "evicts pods of what starts from zero anyway, with its work in them",
      value: "InPlaceOrRecreate",
      fix: 'use "Initial": each start gets what is recommended',
    },
  ],
  [
    "a budget that lets no pod go",
    { disruption: { minAvailable: 2 } },
    {
      path: "workloads[shop/cart].disruption",
      message: "can never allow an eviction of any of 2 replicas",
      value: '{"minAvailable":2}',
      fix: "use { maxUnavailable: 1 }",
    },
  ],
  [
    "an agent on every node",
    { kind: "DaemonSet", replicas: undefined },
    {
      path: "workloads[shop/cart].verticalScaling.mode",
      message: "restarts what each node needs, one after the other, for no gain: all its pods get the same",
      value: "InPlaceOrRecreate",
      fix: 'use "Off" or "Initial"',
    },
  ],
  [
    "what may not move",
    { immovable: "holds a licence", current: { n1: 2 } },
    {
      path: "workloads[shop/cart].verticalScaling.mode",
      message: "evicts what may not move: holds a licence",
      value: "InPlaceOrRecreate",
      fix: 'use "Initial" or "Off"',
    },
  ],
  [
    "bounds the wrong way round",
    mode({ min: { cpu: "1", memory: "64Mi" } }),
    {
      path: "workloads[shop/cart].verticalScaling.min.cpu",
      message: "is more than max (500m)",
      value: '"1"',
      fix: "use at most 500m",
    },
  ],
  [
    "bounds below what it requests",
    mode({ max: { cpu: "500m", memory: "32Mi" } }),
    {
      path: "workloads[shop/cart].verticalScaling.max.memory",
      message: "is less than what it requests",
      value: '"32Mi"',
      fix: "raise it, or lower its requests",
    },
  ],
  [
    "a least that is more than it requests",
    mode({ min: { cpu: "100m", memory: "64Mi" } }),
    {
      path: "workloads[shop/cart].verticalScaling.min.cpu",
      message: "leaves out what it requests now: the VPA would raise it at once",
      value: '"100m"',
      fix: "let min and max hold what it requests",
    },
  ],
  [
    "more than its limit",
    { limits: { memory: "256Mi" } },
    {
      path: "workloads[shop/cart].verticalScaling.max.memory",
      message: "is more than its limit (256Mi), which the VPA does not raise",
      value: '"512Mi"',
      fix: "raise the limit, or use at most 256Mi",
    },
  ],
])("refused: %s", (_, change, finding) => {
  expect(findingsOf(change)).toEqual([finding]);
});

test("a static pod has no controller that a VPA could find", () => {
  expect(findingsOf({ kind: "StaticPod", replicas: undefined, current: {} })).toContainEqual({
    path: "workloads[shop/cart].verticalScaling",
    message: "is not for a StaticPod: the kubelet runs a static pod from a file on its node",
    fix: "remove it",
  });
});

describe("triggers that see what pods use", () => {
  const without: Partial<WorkloadRow> = { verticalScaling: undefined };

  test("cannot leave zero", () => {
    expect(findingsOf({ ...without, ...scaled(0, { type: "memory", utilizationPercent: 80 }) })).toEqual([
      {
        path: "workloads[shop/cart].scaling.minReplicas",
        message: "cannot be left again: memory cannot see a pod that is not there",
        value: "0",
        fix: "use at least 1, or add a trigger that sees work before there is a pod",
      },
    ]);
    expect(findingsOf({ ...without, ...scaled(0, { type: "memory", utilizationPercent: 80 }, requestsPerSecond) })).toEqual([]);
  });

  test("need a request that they are a share of", () => {
    const change = { ...without, requests: { cpu: "50m" }, ...scaled(1, { type: "memory", utilizationPercent: 80 }) };
    expect(findingsOf(change)).toEqual([
      {
        path: "workloads[shop/cart].scaling.triggers",
        message: "scales on a share of a request for memory that there is not",
        value: "memory",
        fix: "give every container a request for memory",
      },
    ]);
  });
});
