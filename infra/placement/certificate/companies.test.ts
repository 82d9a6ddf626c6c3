import fc from "fast-check";
import { restartsToEmpty } from "../aggregate/restarts-to-empty";
import { objectives } from "../objectives";
import { objectiveValue } from "../objectives/objective-value";
import type { ObjectiveName, PlacementNode, PlacementWorkload } from "../problem";
import { buildModel } from "../search/model";
import { rankLevels } from "../search/search";
import { everyPlacement } from "../exact/testing/every-placement";
import { GiB, node, problem, workload } from "../testing/problems";
import { companiesOf } from "./companies";
import { relax } from "./relaxation";

const besides = (colocateWith: string): Pick<PlacementWorkload, "colocateWith"> => ({ colocateWith: `apps/${colocateWith}` });

function bound(name: ObjectiveName, nodes: readonly PlacementNode[], workloads: readonly PlacementWorkload[]): number {
  return objectives[name].bound(relax(buildModel(problem(nodes, workloads)), true));
}

test("a company is a workload with all that follow it, through others too", () => {
  const workloads = [
    workload("agent", { mode: "perNode" }),
    workload("alone"),
    workload("beside-agent", besides("agent")),
    workload("beside-both", besides("beside-agent")),
    workload("circle-1", besides("circle-2")),
    workload("circle-2", besides("circle-1")),
    workload("main", { replicas: 2 }),
    workload("side", besides("main")),
    workload("side-of-side", besides("side")),
  ];
  const model = buildModel(problem([node("a"), node("b")], workloads));
  const id = ({ w }: { readonly w: number }): string => model.workloads[w]?.name ?? "";
  expect(companiesOf(model, relax(model, true).free).map(({ leader, followers }) => [id(leader), leader.pods, followers.map(id)])).toEqual([
    ["beside-agent", 1, ["beside-both"]],
    ["main", 2, ["side", "side-of-side"]],
  ]);
});

describe("the bound of disruption", () => {
  const nodes = ["a", "b", "c"].map((name) => node(name, { allocatable: { cpuMilli: name === "a" ? 8000 : 4000 } }));
  const leader = workload("leader", { tier: 3, current: { a: 1 } });
  const follower = workload("follower", { tier: 1, ...besides("leader"), current: { b: 1 } });

  test.each([
    ["the leader comes to what restarts dearer", [leader, follower], 2],
    ["what restarts cheaper comes to it", [leader, { ...follower, tier: 4 as const }], 1],
    ["one that starts with the plan costs nothing", [{ ...leader, replicas: 2 }, follower], 0],
    ["it can only be on so many nodes", [leader, { ...follower, replicas: 3, current: { a: 1, b: 2 } }], 2 + 4],
    ["followers' followers count", [leader, follower, workload("third", { tier: 4, ...besides("follower"), current: { c: 1 } })], 2 + 1],
    ["what is too many ends without a restart", [leader, { ...follower, current: { a: 1, b: 1 } }], 0],
    ["it cannot come where it has no room", [{ ...leader, requests: { ...leader.requests, cpuMilli: 5000 } }, follower], 4],
  ] as const)("%s", (_, workloads, expected) => {
    expect(bound("disruption", nodes, workloads)).toBe(expected);
  });

  test("takes what restarts anyway off what emptying a node restarts", () => {
    const model = buildModel(problem(nodes, [leader, follower, workload("other", { current: { c: 1 } })]));
    const toEmpty = restartsToEmpty(relax(model, true));
    expect(model.nodes.map(({ name }, n) => [name, toEmpty(n)])).toEqual([
      ["a", 0],
      ["b", 4 - 2],
      ["c", 3],
    ]);
  });
});

describe("the bound of ceilings", () => {
  const leader = workload("leader", { requests: { cpuMilli: 100, memoryBytes: 0 } });
  const follower = workload("follower", { ...besides("leader"), replicas: 3, requests: { cpuMilli: 1200, memoryBytes: 2.5 * GiB } });

  test("has all of a company on one node, if its leader has one pod", () => {
    // 3700 of 4000 are 925 per mille.
    const nodes = ["a", "b", "c"].map((name) => node(name, { allocatable: { memoryBytes: 64 * GiB } }));
    expect(bound("ceilings", nodes, [leader, follower])).toBe(75);
  });

  test("looks at CPU and memory of one node together", () => {
    // 7.5 of 8 GiB are 937.5 per mille, 37.5 above; where memory is plenty, CPU is 75 above.
    const nodes = [
      node("a", { allocatable: { cpuMilli: 8000, memoryBytes: 8 * GiB } }),
      node("b", { allocatable: { cpuMilli: 4000, memoryBytes: 64 * GiB } }),
    ];
    expect(bound("ceilings", nodes, [leader, follower])).toBe(38);
  });

  test("gives a company no more nodes than its leader has pods", () => {
    // 7800 on two nodes with 3400 each: 1000 too much. On three there were 2400 to spare.
    const nodes = ["a", "b", "c"].map((name) => node(name, { allocatable: { memoryBytes: 64 * GiB } }));
    const two = { ...leader, replicas: 2, requests: { ...leader.requests, cpuMilli: 300 } };
    expect(bound("ceilings", nodes, [two, { ...follower, replicas: 6 }])).toBe(250);
    expect(
      bound("ceilings", nodes, [
        { ...two, replicas: 3 },
        { ...follower, replicas: 6 },
      ]),
    ).toBe(0);
  });

  test("is 0 where one node is large enough", () => {
    expect(bound("ceilings", [node("a"), node("b", { allocatable: { cpuMilli: 8000, memoryBytes: 16 * GiB } })], [leader, follower])).toBe(
      0,
    );
  });
});

const tier = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const);
const current = fc.dictionary(fc.constantFrom("a", "b", "c", "gone"), fc.integer({ min: 1, max: 2 }), { maxKeys: 3 });

function member(name: string, company?: string): fc.Arbitrary<PlacementWorkload> {
  return fc
    .record({
      tier,
      current,
      replicas: fc.integer({ min: 1, max: company === undefined ? 2 : 3 }),
      cpuMilli: fc.constantFrom(100, 500, 1200),
      memoryBytes: fc.constantFrom(0, GiB, 2 * GiB),
      together: fc.boolean(),
    })
    .map(({ cpuMilli, memoryBytes, together, ...made }) =>
      workload(name, {
        ...made,
        requests: { cpuMilli, memoryBytes },
        ...(together ? { restartsTogether: true } : {}),
        ...(company === undefined ? {} : besides(company)),
      }),
    );
}

const machine = (name: string): fc.Arbitrary<PlacementNode> =>
  fc
    .record({ cpuMilli: fc.constantFrom(2000, 4000, 8000), memoryBytes: fc.constantFrom(4 * GiB, 8 * GiB) })
    .map((allocatable) => node(name, { allocatable }));

/** Three nodes, and a leader with two workloads that follow it or one another: so few pods that every placement can be tried. */
const companies = fc
  .tuple(
    fc.tuple(machine("a"), machine("b"), machine("c")),
    fc.tuple(
      member("leader"),
      member("side", "leader"),
      fc.constantFrom("leader", "side").chain((company) => member("third", company)),
    ),
  )
  .filter(([, workloads]) => workloads.reduce((sum, { replicas }) => sum + replicas, 0) <= 5);

test("no placement of a company is below a bound, and bounds of restarts and ceilings are often exact", () => {
  const exact = { ceilings: 0, disruption: 0 };
  let compared = 0;
  fc.assert(
    fc.property(companies, ([nodes, workloads]) => {
      const posed = problem(nodes, workloads);
      const all = everyPlacement(posed);
      fc.pre(all.length > 0);
      compared++;
      const model = buildModel(posed);
      const ranked = rankLevels(model);
      const relaxation = relax(model, true);
      for (const name of ["ceilings", "disruption", "balance", "watts"] as const) {
        const least = Math.min(...all.map((state) => objectiveValue({ ranked, state }, name)));
        const bounded = objectives[name].bound(relaxation);
        expect(bounded).toBeLessThanOrEqual(least);
        if (name === "ceilings" || name === "disruption") {
          exact[name] += Number(bounded === least);
        }
      }
    }),
    { numRuns: 60, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) },
  );
  expect([exact.ceilings / compared > 0.5, exact.disruption / compared > 0.5]).toEqual([true, true]);
});
