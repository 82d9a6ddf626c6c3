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
  const waiting = ["web-3", "web-4"].map((name) => ({ namespace: "apps", name }));
  const found = waiting.map(({ namespace, name }) => ({ subject: `${namespace}/${name}`, message: "0/3 nodes are available" }));
  const unplaced = (replicas: number) => [{ namespace: "apps", name: "web", replicas, blockedBy: ["memory: n1"] }];

  it("has every pod find a node where it has room for all", () => {
    expect(againstForecast(found, waiting, [])).toEqual(found);
  });

  it.each([1, 2])("expects pods without a node where it leaves %s so: at least that many", (replicas) => {
    expect(againstForecast(found, waiting, unplaced(replicas))).toEqual([]);
  });

  it("leaves what is not of the scaled workloads, or on a wrong node, a finding", () => {
    const misplaced = { subject: "apps/web-1", node: "n3", message: "is outside its planned and failover sets" };
    const other = { subject: "apps/other-1", message: "0/3 nodes are available" };
    expect(againstForecast([misplaced, other, ...found], waiting, unplaced(2))).toEqual([misplaced, other]);
  });

  it("is wrong where it foretells more than comes", () => {
    expect(againstForecast(found, waiting, unplaced(3))).toEqual([
      {
        subject: "apps/web",
        message: "without a node at peak are, by the plan, 3 (apps/web: memory: n1), and in fact 2",
      },
    ]);
  });
});
