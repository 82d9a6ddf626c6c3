import { obstacles } from "../explain/obstacles";
import type { TopologySpread } from "../problem";
import { hostname, node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";

const zone = "topology.kubernetes.io/zone";
const taint = { key: "cp", value: "", effect: "NoSchedule" as const };
const nodes = [
  node("a1", { labels: { [zone]: "a" } }),
  node("a2", { labels: { [zone]: "a" } }),
  node("b1", { labels: { [zone]: "b" } }),
  node("x"),
];
const spread = (changes: Partial<TopologySpread> = {}): readonly TopologySpread[] => [
  { topologyKey: zone, maxSkew: 1, strict: true, ...changes },
];

function allowed(made: ReturnType<typeof stateWith>, name: string): readonly string[] {
  return made.state.model.nodes
    .map((each) => each.name)
    .filter((on) => obstacles(made.state, made.w(name), made.n(on)).every(({ constraint }) => constraint !== "spread"));
}

/** plugins/podtopologyspread/filtering.go and common.go */
describe("the domains of a spread", () => {
  const pods: readonly (readonly [string, string])[] = [["w", "a1"]];

  test("fewer than minDomains: the emptiest counts as having none", () => {
    const made = (minDomains: number): readonly string[] =>
      allowed(
        stateWith(problem(nodes, [workload("w", { replicas: 9, spreads: spread({ minDomains }) })]), [
          ["w", "a1"],
          ["w", "b1"],
        ]),
        "w",
      );
    expect([made(2), made(3)]).toEqual([["a1", "a2", "b1"], []]);
  });

  test("nodeTaintsPolicy Ignore: a tainted node is an empty domain that blocks", () => {
    const tainted = [...nodes.slice(0, 2), node("b1", { labels: { [zone]: "b" }, taints: [taint] })];
    const made = (nodeTaintsPolicy: "Honor" | "Ignore"): readonly string[] =>
      allowed(stateWith(problem(tainted, [workload("w", { replicas: 9, spreads: spread({ nodeTaintsPolicy }) })]), pods), "w");
    expect([made("Honor"), made("Ignore")]).toEqual([["a1", "a2"], ["b1"]]);
  });

  test("nodeAffinityPolicy Ignore: a node that the requirements rule out is an empty domain that blocks", () => {
    const made = (nodeAffinityPolicy: "Honor" | "Ignore"): readonly string[] => {
      const w = workload("w", {
        replicas: 9,
        requires: [{ key: zone, operator: "In", values: ["a"] }],
        spreads: spread({ nodeAffinityPolicy }),
      });
      return allowed(stateWith(problem(nodes, [w]), pods), "w");
    };
    expect([made("Honor"), made("Ignore")]).toEqual([["a1", "a2"], ["b1"]]);
  });

  test("are of nodes with the keys of all strict spreads, several of which hold at once", () => {
    const racks = nodes.map((each) => (each.name === "b1" ? each : { ...each, labels: { ...each.labels, rack: each.name } }));
    const w = workload("w", { replicas: 9, spreads: [...spread(), { topologyKey: "rack", maxSkew: 1, strict: true }] });
    // b1 has no rack, so zone b is no domain.
    expect(allowed(stateWith(problem(racks, [w]), pods), "w")).toEqual(["a2"]);
  });
});

describe("a spread that counts others", () => {
  const both = ["apps/v", "apps/w"];

  test("adds their pods to its own", () => {
    const made = stateWith(problem(nodes, [workload("v"), workload("w", { spreads: spread({ selects: both }) })]), [["v", "a1"]]);
    expect(allowed(made, "w")).toEqual(["b1"]);
  });

  test("does not count itself unless it is selected", () => {
    const posed = problem(nodes, [
      workload("v", { replicas: 3 }),
      workload("w", { replicas: 9, spreads: spread({ selects: ["apps/v"] }) }),
    ]);
    expect(
      allowed(
        stateWith(posed, [
          ["w", "a1"],
          ["w", "a1"],
          ["w", "a1"],
          ["v", "a1"],
        ]),
        "w",
      ),
    ).toEqual(["a1", "a2", "b1"]);
    expect(
      allowed(
        stateWith(posed, [
          ["v", "a1"],
          ["v", "a2"],
        ]),
        "w",
      ),
    ).toEqual(["b1"]);
  });

  test("leaves the others their choice, but a plan must not leave a domain of its own too full", () => {
    const { state, w, n } = stateWith(
      problem(nodes, [workload("v", { replicas: 3 }), workload("w", { spreads: spread({ selects: both }) })]),
      [["w", "a1"]],
    );
    expect([obstacles(state, w("v"), n("a2")), state.isBroken]).toEqual([[], false]);
    state.add(w("v"), n("a2"));
    expect(state.isBroken).toBe(true);
    state.add(w("v"), n("b1"));
    expect(state.isBroken).toBe(false);
    state.add(w("v"), n("b1"));
    state.add(w("v"), n("b1"));
    expect(state.isBroken).toBe(false);
  });

  test("counts no pods on nodes that are in no domain", () => {
    const w = workload("w", { requires: [{ key: zone, operator: "Exists" }], spreads: spread({ selects: both, topologyKey: hostname }) });
    const made = stateWith(problem(nodes, [workload("v", { replicas: 3 }), w]), [
      ["v", "x"],
      ["v", "a1"],
    ]);
    expect(allowed(made, "w")).toEqual(["a2", "b1"]);
  });
});
