import { plan } from "../plan";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementProblem, PlacementWorkload, TopologySpread } from "../problem";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { pinningOf } from "./pinning";
import { preferenceMargin } from "./preference-margin";

function posed(
  row: Parameters<typeof workload>[1],
  nodes = [node("a"), node("b"), node("c")],
): { readonly problem: PlacementProblem; readonly row: PlacementWorkload } {
  const made = workload("w", row);
  return { problem: problem(nodes, [made]), row: made };
}

/** The problem's plan with the workload on the given nodes. */
function onNodes(
  of: PlacementProblem,
  nodes: readonly string[],
  failover: readonly string[],
  before: readonly string[] = nodes,
): { readonly plan: Plan; readonly planned: PlannedWorkload } {
  const made = plan(of);
  const planned: PlannedWorkload = { namespace: "apps", name: "w", replicas: 1, nodes, failover, before, moved: false, reason: "" };
  return { plan: { ...made, workloads: [planned] }, planned };
}

describe("the margin of a preference", () => {
  test("is what affinity scores less what an emptier node may score", () => {
    // Planned: 1 of 4 CPU and 1 of 8 GiB requested, as an empty rival would have: LeastAllocated is even. Balance: half
    // of the CPU share, 12.5 points, rounded up.
    const { problem: of, row } = posed({ current: { a: 1 } });
    const { plan: made, planned } = onNodes(of, ["a"], ["b"]);
    expect(preferenceMargin(of, made, row, planned, ["b"])).toBe(200 - 13);
  });

  test("loses a hundred where the image may be elsewhere alone", () => {
    const { problem: of, row } = posed({ current: { b: 1 } });
    const { plan: made, planned } = onNodes(of, ["a"], ["b"], ["b"]);
    expect(preferenceMargin(of, made, row, planned, ["b"])).toBe(200 - 13 - 100);
  });

  test("loses to taints that the rival does not have", () => {
    const { problem: of, row } = posed({ current: { a: 1 } }, [
      node("a", { taints: [{ key: "t", value: "", effect: "PreferNoSchedule" }] }),
      node("b"),
    ]);
    const { plan: made, planned } = onNodes(of, ["a"], ["b"]);
    expect(preferenceMargin(of, made, row, planned, ["b"])).toBe(200 - 13 - 300);
  });

  test("loses to spread when more pods are to share a node", () => {
    const { problem: of, row } = posed({ replicas: 2, requests: { cpuMilli: 100, memoryBytes: GiB / 5 }, current: { a: 2 } });
    const { plan: made, planned } = onNodes(of, ["a"], ["b"]);
    // 200 * (1 - 2 / (ln 5 + 2)), rounded up, beside two points for the allocation and three for its balance.
    expect(preferenceMargin(of, made, row, planned, ["b"])).toBe(200 - 90 - 2 - 3);
  });

  test("loses nothing to strict spread, which is not scored, and more to soft spread that counts others", () => {
    const requests = { cpuMilli: 100, memoryBytes: GiB / 5 };
    const margin = (spread: Partial<TopologySpread>): number => {
      const spreads = [{ topologyKey: hostname, maxSkew: 1, strict: false, ...spread }];
      const { problem: alone, row } = posed({ replicas: 2, requests, current: { a: 2 }, spreads });
      const of = { ...alone, workloads: [row, workload("other", { replicas: 3, requests })] };
      const { plan: made, planned } = onNodes(of, ["a"], ["b"]);
      return preferenceMargin(of, made, row, planned, ["b"]);
    };
    const both = ["apps/other", "apps/w"];
    expect([margin({ strict: true }), margin({}), margin({ maxSkew: 3 }), margin({ maxSkew: 3, selects: both })]).toEqual([
      200 - 2 - 3,
      200 - 200 - 2 - 3,
      200 - 90 - 2 - 3,
      200 - 153 - 2 - 3,
    ]);
  });

  test("is never certain where the scheduler looks at a sample of the nodes only", () => {
    const { problem: of, row } = posed({ current: { a: 1 } });
    const { plan: made, planned } = onNodes(of, ["a"], ["b"]);
    const large = { ...of, nodes: Array.from({ length: 100 }, (_, i) => node(`n${i}`)) };
    expect(preferenceMargin(large, made, row, planned, ["b"])).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("the pinning", () => {
  test.each<[string, Partial<PlacementWorkload>, Partial<PlacementWorkload>]>([
    ["has anti-affinity", { podAntiAffinity: [{ topologyKey: hostname, selects: ["apps/other"] }] }, {}],
    ["has affinity", { podAffinity: [{ topologyKey: hostname, selects: ["apps/w"] }] }, {}],
    ["takes a host port", { hostPorts: [{ port: 80, protocol: "TCP", hostIP: "0.0.0.0" }] }, {}],
    ["is kept away by another", {}, { podAntiAffinity: [{ topologyKey: hostname, selects: ["apps/w"] }] }],
  ])("does not require the planned nodes of a workload that %s: others may be in its way there", (_, own, others) => {
    const { problem: alone, row } = posed({ replicas: 4, requests: { cpuMilli: 500 }, ...own });
    const of = { ...alone, workloads: [row, workload("other", { replicas: 0, ...others })] };
    const { plan: made, planned } = onNodes(of, ["a", "b"], ["c"]);
    expect(pinningOf(of, made, row, planned).allowed).toEqual(new Set(["a", "b", "c"]));
  });

  test("prefers where that is certain to win", () => {
    const { problem: of, row } = posed({ current: { a: 1 } });
    const { plan: made, planned } = onNodes(of, ["a"], ["b", "c"]);
    expect(pinningOf(of, made, row, planned)).toEqual({ allowed: new Set(["a", "b", "c"]) });
  });

  test("requires several nodes that can stand in for each other where it may lose", () => {
    const { problem: of, row } = posed({ replicas: 4, requests: { cpuMilli: 500 } });
    const { plan: made, planned } = onNodes(of, ["a", "b"], ["c"]);
    expect(pinningOf(of, made, row, planned)).toEqual({ allowed: new Set(["a", "b"]) });
  });

  test.each([
    ["are on one host", { host: "server" }, {}],
    ["cannot take each other's pods", {}, { cpuMilli: 2500 }],
  ])("cannot promise the plan where the nodes %s", (_, sameHost, requests) => {
    const { problem: of, row } = posed({ replicas: 2, requests }, [node("a", sameHost), node("b", sameHost), node("c")]);
    const { plan: made, planned } = onNodes(of, ["a", "b"], ["c"], ["c"]);
    const pinning = pinningOf(of, made, row, planned);
    expect(pinning.allowed).toEqual(new Set(["a", "b", "c"]));
    expect(pinning.mayLoseBy).toBeGreaterThanOrEqual(0);
  });
});
