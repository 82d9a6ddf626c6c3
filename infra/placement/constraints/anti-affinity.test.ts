import { obstacles } from "../explain/obstacles";
import { hostname, node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";

const zone = "topology.kubernetes.io/zone";
const nodes = [
  node("a1", { labels: { [zone]: "a" } }),
  node("a2", { labels: { [zone]: "a" } }),
  node("b1", { labels: { [zone]: "b" } }),
  node("x"),
];
const apartFrom = (
  name: string,
  topologyKey = zone,
): { readonly podAntiAffinity: readonly { topologyKey: string; selects: readonly string[] }[] } => ({
  podAntiAffinity: [{ topologyKey, selects: [`apps/${name}`] }],
});

function allowed(made: ReturnType<typeof stateWith>, name: string): readonly string[] {
  return nodes.map((each) => each.name).filter((on) => obstacles(made.state, made.w(name), made.n(on)).length === 0);
}

/** plugins/interpodaffinity/filtering.go: satisfyPodAntiAffinity, satisfyExistingPodsAntiAffinity */
describe("anti-affinity between workloads", () => {
  const posed = problem(nodes, [workload("w", apartFrom("v")), workload("v"), workload("u")]);

  test("keeps the owner of the term away from what it selects", () => {
    expect(allowed(stateWith(posed, [["v", "a1"]]), "w")).toEqual(["b1", "x"]);
  });

  test("keeps what it selects away from its owner: it is symmetric", () => {
    expect(allowed(stateWith(posed, [["w", "a1"]]), "v")).toEqual(["b1", "x"]);
  });

  test("is nothing to others, nor on nodes without the key", () => {
    expect(allowed(stateWith(posed, [["w", "a1"]]), "u")).toEqual(["a1", "a2", "b1", "x"]);
    expect(allowed(stateWith(posed, [["w", "x"]]), "v")).toEqual(["a1", "a2", "b1", "x"]);
  });

  test("does not keep the owner's own pods apart unless it selects them", () => {
    expect(allowed(stateWith(posed, [["w", "a1"]]), "w")).toEqual(["a1", "a2", "b1", "x"]);
  });

  test("counts DaemonSets and fixed pods", () => {
    const agent = workload("agent", { mode: "perNode", requires: [{ key: zone, operator: "In", values: ["b"] }] });
    const fixed = workload("fixed", { mode: "fixed", current: { a1: 1 } });
    const w = workload("w", {
      podAntiAffinity: [{ topologyKey: hostname, selects: ["apps/agent", "apps/fixed"] }],
    });
    expect(allowed(stateWith(problem(nodes, [agent, fixed, w])), "w")).toEqual(["a2", "x"]);
  });

  test("keeps workloads that all select all of them apart, and others only from what they select", () => {
    const selects = ["apps/v", "apps/w"];
    const mutual = { podAntiAffinity: [{ topologyKey: zone, selects }] };
    const all = problem(nodes, [workload("v", mutual), workload("w", mutual), workload("u", mutual)]);
    const onB1: readonly string[] = ["b1", "x"];
    const two = problem(nodes, all.workloads.slice(0, 2));
    expect(["v", "w"].map((name) => allowed(stateWith(two, [["v", "a1"]]), name))).toEqual([onB1, onB1]);
    expect(["v", "w", "u"].map((name) => allowed(stateWith(all, [["u", "a1"]]), name))).toEqual([onB1, onB1, ["a1", "a2", "b1", "x"]]);
  });

  test("names who is in the way", () => {
    const made = stateWith(
      problem(nodes, [workload("w", { replicas: 2, ...apartFrom("v"), antiAffinityTopologyKey: hostname }), workload("v")]),
      [
        ["w", "a1"],
        ["v", "b1"],
      ],
    );
    const reasons = (name: string, on: string): readonly string[] =>
      obstacles(made.state, made.w(name), made.n(on)).map(({ reason }) => reason);
    expect([reasons("w", "a1"), reasons("w", "b1"), reasons("v", "a2")]).toEqual([
      [`another of its pods has this ${hostname}`],
      [`apps/v has this ${zone}`],
      [`apps/w has this ${zone}`],
    ]);
  });
});
