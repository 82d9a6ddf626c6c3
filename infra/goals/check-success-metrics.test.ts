import { checkSuccessMetrics } from "./check-success-metrics";
import type { SuccessMetrics } from "./success-metrics";

const stack = {
  machines: [{ name: "talos00" }, { name: "talos03" }],
  workloads: [
    { scaling: { minReplicas: 0, maxReplicas: 1, pollingSeconds: 30, cooldownSeconds: 300, triggers: [] } },
    { scaling: { minReplicas: 1, maxReplicas: 2, pollingSeconds: 30, cooldownSeconds: 300, triggers: [] } },
    {},
  ],
};
const metrics: SuccessMetrics = {
  requests: [
    { node: "talos00", resource: "cpu", below: 70 },
    { node: "talos03", resource: "memory", above: 30 },
  ],
  scaleToZero: 1,
  metered: ["talos00"],
};

it("accepts goals that can be reached", () => {
  expect(checkSuccessMetrics(metrics, stack)).toEqual([]);
});

it.each<[string, Partial<SuccessMetrics>, object]>([
  [
    "a machine that is none",
    { requests: [{ node: "talos0", resource: "cpu", below: 70 }] },
    { path: "goals.requests[0].node", value: "talos0", message: "is no machine of this stack", fix: 'did you mean "talos00"?' },
  ],
  [
    "a plug of a machine that is none",
    { metered: ["lamp"] },
    { path: "goals.metered[0]", value: "lamp", message: "is no machine of this stack", fix: "use one of talos00, talos03" },
  ],
  [
    "more than everything",
    { requests: [{ node: "talos00", resource: "cpu", above: 100 }] },
    {
      path: "goals.requests[0].above",
      value: "100",
      message: "is no percentage that requests can be on either side of",
      fix: "use more than 0 and less than 100",
    },
  ],
  [
    "more workloads at zero than there are",
    { scaleToZero: 2 },
    {
      path: "goals.scaleToZero",
      value: "2",
      message: "is more than the 1 workloads of the tables that scale to zero",
      fix: "give more rows scaling with minReplicas: 0, or aim lower",
    },
  ],
])("refuses %s", (_, change, finding) => {
  expect(checkSuccessMetrics({ ...metrics, ...change }, stack)).toEqual([finding]);
});
