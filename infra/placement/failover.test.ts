import { plan } from "./plan";
import type { PlacementNode, PlacementWorkload } from "./problem";
import { hostname, node, problem, workload } from "./testing/problems";

const zone = "topology.kubernetes.io/zone";

function failoverOf(nodes: readonly PlacementNode[], rows: readonly PlacementWorkload[], name = "w"): readonly string[] | undefined {
  return plan(problem(nodes, rows)).workloads.find((each) => each.name === name)?.failover;
}

const inA = [{ key: hostname, operator: "In" as const, values: ["a"] }];

describe("failover nodes", () => {
  test("need not meet the target, but the requirements and taints", () => {
    const nodes = [
      node("a", { labels: { disk: "ssd" } }),
      node("b", { labels: { disk: "ssd" } }),
      node("c"),
      node("d", { labels: { disk: "ssd" }, taints: [{ key: "t", value: "", effect: "NoSchedule" }] }),
    ];
    expect(failoverOf(nodes, [workload("w", { target: inA, requires: [{ key: "disk", operator: "Exists" }] })])).toEqual(["b"]);
  });

  test("are no control planes unless for the core", () => {
    const nodes = [node("a"), node("b", { controlPlane: true })];
    expect(failoverOf(nodes, [workload("w", { target: inA })])).toEqual([]);
    expect(failoverOf(nodes, [workload("w", { target: inA, core: true })])).toEqual(["b"]);
  });

  test("have room beside everything planned there", () => {
    const filler = workload("filler", { target: [{ key: hostname, operator: "In", values: ["b"] }], requests: { cpuMilli: 3500 } });
    expect(failoverOf([node("a"), node("b"), node("c")], [workload("w", { target: inA }), filler])).toEqual(["c"]);
  });

  test("do not exist for strict pins and for what may not move", () => {
    const nodes = [node("a"), node("b")];
    expect(failoverOf(nodes, [workload("w", { pin: "strict", target: inA })])).toEqual([]);
    expect(failoverOf(nodes, [workload("w", { mode: "fixed", current: { a: 1 } })])).toEqual([]);
    expect(failoverOf(nodes, [workload("w", { mode: "perNode" })])).toEqual([]);
  });

  test("of a workload that must be with another are where that may be", () => {
    const nodes = [node("a"), node("b"), node("c", { taints: [{ key: "t", value: "", effect: "NoSchedule" }] })];
    const rows = [
      workload("leader", { target: inA }),
      workload("w", { colocateWith: "apps/leader", tolerations: [{ operator: "Exists" }] }),
    ];
    expect(failoverOf(nodes, rows)).toEqual(["b"]);
  });

  test("keep anti-affinity: a domain is free only when its own node is lost", () => {
    const nodes = [
      node("a1", { labels: { [zone]: "a" } }),
      node("a2", { labels: { [zone]: "a" } }),
      node("b1", { labels: { [zone]: "b" } }),
      node("c1", { labels: { [zone]: "c" } }),
    ];
    const rows = [
      workload("w", { replicas: 2, antiAffinityTopologyKey: zone, target: [{ key: hostname, operator: "In", values: ["a1", "b1"] }] }),
    ];
    expect(failoverOf(nodes, rows)).toEqual(["a2", "c1"]);
  });

  test("of a strict spread lie within the target, which alone decides its domains", () => {
    const nodes = [node("a"), node("b"), node("c")];
    const spread = { topologyKey: hostname, maxSkew: 1, strict: true };
    expect(
      failoverOf(nodes, [workload("w", { spreads: [spread], target: [{ key: hostname, operator: "In", values: ["a", "b"] }] })]),
    ).toHaveLength(1);
  });
});
