import { smallPlan } from "../observation/testing/small-plan";
import { againstForecast, scaledWorkloads, withPods } from "./scaled-to-zero-and-peak";

const web = { kind: "Deployment", namespace: "apps", name: "web", replicas: 2 } as const;
const scaling = { minReplicas: 0, maxReplicas: 4, pollingSeconds: 30, cooldownSeconds: 300, triggers: [] };

it("finds what is scaled and there", () => {
  const workloads = [{ id: "apps/web", scaling }, { id: "apps/other" }, { id: "apps/missing", scaling }];
  expect(scaledWorkloads(workloads, [web, { ...web, name: "other" }])).toEqual([{ target: web, fewest: 0, most: 4 }]);
});

it("changes the number of pods of what is scaled, and of nothing else", () => {
  expect(withPods(smallPlan, [{ target: web, fewest: 0, most: 4 }], ({ most }) => most).workloads.map(({ replicas }) => replicas)).toEqual([
    4,
  ]);
  expect(withPods(smallPlan, [{ target: { ...web, name: "other" }, fewest: 0, most: 4 }], ({ most }) => most)).toEqual(smallPlan);
});

describe("the forecast of a peak", () => {
  const waiting = ["web-3", "web-4"].map((name) => ({ namespace: "apps", name, workload: "apps/web" }));
  const found = waiting.map(({ namespace, name }) => ({ subject: `${namespace}/${name}`, message: "0/3 nodes are available" }));
  const unplaced = (replicas: number) => ({
    unplaced: [{ namespace: "apps", name: "web", replicas, blockedBy: ["memory: n1"], remedies: [] }],
  });

  it("takes away the pods that it foretells, and those only", () => {
    expect(againstForecast(found, waiting, unplaced(2))).toEqual([]);
    expect(againstForecast(found, waiting, unplaced(1))).toEqual([found[1]]);
    expect(againstForecast(found, waiting, { unplaced: [] })).toEqual(found);
  });

  it("leaves a pod on a wrong node a finding", () => {
    const misplaced = { subject: "apps/web-1", node: "n3", message: "is outside its planned and failover sets" };
    expect(againstForecast([misplaced, ...found], waiting, unplaced(2))).toEqual([misplaced]);
  });

  it("is wrong where it foretells more than comes", () => {
    expect(againstForecast(found, waiting, unplaced(3))).toEqual([
      { subject: "apps/web", message: "the plan for the peak leaves 3 of its pods without a node (memory: n1), and 2 have none" },
    ]);
  });
});
