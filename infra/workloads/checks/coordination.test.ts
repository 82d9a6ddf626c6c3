import { readWorkloads } from "../normalize";
import type { WorkloadRow } from "../schema";

const valid: WorkloadRow = {
  namespace: "shop",
  name: "cart",
  kind: "Deployment",
  managedBy: "flux",
  replicas: 2,
  requests: { cpu: "50m", memory: "64Mi" },
};
const vertical = { mode: "Initial", max: { cpu: "500m", memory: "512Mi" } } as const;
const query = (text: string): NonNullable<WorkloadRow["scaling"]>["triggers"][number] => ({
  type: "prometheus",
  serverAddress: "http://prometheus",
  query: text,
  threshold: 5,
});
const scaledOn = (...triggers: NonNullable<WorkloadRow["scaling"]>["triggers"]): Partial<WorkloadRow> => ({
  scaling: { minReplicas: 1, maxReplicas: 4, triggers },
});
const cpu = { type: "cpu", utilizationPercent: 80 } as const;
const memory = { type: "memory", utilizationPercent: 80 } as const;
const cpuQuery = query('sum(rate(container_cpu_usage_seconds_total{pod=~"cart.*"}[1m]))');

function findingsOf(change: Partial<WorkloadRow>): readonly unknown[] {
  return readWorkloads(
    { namespaces: [{ name: "shop", tier: "3-edge" }], workloads: [{ ...valid, ...change }] },
    { machineNames: ["n1"], machines: undefined, applyRecommendations: false },
  ).findings;
}

const sharing = (resources: string, index: number, type: string): object => ({
  path: "workloads[shop/cart].verticalScaling.resources",
  message: `gives the request of ${resources} to the VPA, and KEDA counts pods by what they use of it in scaling.triggers[${index}] (${type}): the more each requests, the fewer there are`,
  value: '["cpu","memory"]',
  fix: `leave ${resources} out, scale on what there is to do (kafka, or a prometheus query of requests or connections), or remove verticalScaling`,
});

describe("KEDA and the VPA on one workload", () => {
  it.each<[string, Partial<WorkloadRow>]>([
    ["scale on what there is to do", { ...scaledOn(query("sum(rate(x[1m]))")), verticalScaling: vertical }],
    ["act on different resources", { ...scaledOn(cpu), verticalScaling: { ...vertical, resources: ["memory"] } }],
    ["do not both act: the VPA only recommends", { ...scaledOn(cpu), verticalScaling: { ...vertical, mode: "Off" } }],
    [
      "share a query with a written reason",
      {
        ...scaledOn(cpuQuery),
        verticalScaling: vertical,
        exceptions: { vpa: { allowed: true, reason: "the query divides by the request" } },
      },
    ],
  ])("are accepted when they %s", (_, change) => {
    expect(findingsOf(change)).toEqual([]);
  });

  it.each<[string, Partial<WorkloadRow>, object]>([
    ["CPU", { ...scaledOn(cpu), verticalScaling: vertical }, sharing("cpu", 0, "cpu")],
    ["memory", { ...scaledOn(query("up"), memory), verticalScaling: vertical }, sharing("memory", 1, "memory")],
    ["a query of CPU", { ...scaledOn(cpuQuery), verticalScaling: vertical }, sharing("cpu", 0, "prometheus")],
    [
      "a query of memory",
      { ...scaledOn(query("container_memory_working_set_bytes")), verticalScaling: vertical },
      sharing("memory", 0, "prometheus"),
    ],
  ])("are refused, both named, when they share %s", (_, change, finding) => {
    expect(findingsOf(change)).toEqual([finding]);
  });
});

describe("an exception", () => {
  const path = (actor: string): string => `workloads[shop/cart].exceptions.${actor}`;

  it("may keep Karpenter away, or let it move what else stays", () => {
    expect(findingsOf({ exceptions: { karpenter: { allowed: false, reason: "imports run for hours" } } })).toEqual([]);
    expect(
      findingsOf({
        immovable: "clients know it",
        current: { n1: 2 },
        exceptions: { karpenter: { allowed: true, reason: "they find it again" } },
      }),
    ).toEqual([]);
  });

  it("needs a reason", () => {
    expect(findingsOf({ exceptions: { karpenter: { allowed: false, reason: "because" } } })).toEqual([
      { path: `${path("karpenter")}.reason`, message: "must say why, in at least ten characters", value: '"because"' },
    ]);
  });

  it.each<[string, Partial<WorkloadRow>, string, string]>([
    [
      "allows what is allowed",
      { exceptions: { karpenter: { allowed: true, reason: "it is harmless" } } },
      "karpenter",
      "karpenter may move it anyway",
    ],
    [
      "forbids what is forbidden",
      { immovable: "clients know it", current: { n1: 2 }, exceptions: { karpenter: { allowed: false, reason: "clients know it" } } },
      "karpenter",
      "karpenter leaves it alone anyway: clients know it",
    ],
    [
      "is for pods of each node",
      { kind: "DaemonSet", replicas: undefined, exceptions: { karpenter: { allowed: false, reason: "imports run for hours" } } },
      "karpenter",
      "karpenter does not look at the pods of a DaemonSet",
    ],
    [
      "is for a query that there is not",
      { verticalScaling: vertical, exceptions: { vpa: { allowed: true, reason: "the query divides" } } },
      "vpa",
      "no prometheus query of keda's meets the VPA",
    ],
  ])("is refused when it %s", (_, change, actor, because) => {
    expect(findingsOf(change)).toEqual([{ path: path(actor), message: `changes nothing: ${because}`, fix: "remove it" }]);
  });

  it("of Karpenter's does not go with the descheduler", () => {
    expect(
      findingsOf({
        rebalance: true,
        disruption: { maxUnavailable: 1 },
        exceptions: { karpenter: { allowed: false, reason: "imports run for hours" } },
      }),
    ).toEqual([
      {
        path: "workloads[shop/cart].rebalance",
        message:
          "gives the workload to the descheduler, and exceptions.karpenter keeps karpenter from moving it: both would evict it alike",
        value: "true",
        fix: "remove rebalance, or exceptions.karpenter",
      },
    ]);
  });
});
