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
const near = (...names: readonly string[]): { readonly podAffinity: readonly { topologyKey: string; selects: readonly string[] }[] } => ({
  podAffinity: [{ topologyKey: zone, selects: names.map((name) => `apps/${name}`) }],
});

function allowed(made: ReturnType<typeof stateWith>, name: string): readonly string[] {
  return nodes
    .map((each) => each.name)
    .filter((on) => obstacles(made.state, made.w(name), made.n(on)).every(({ constraint }) => constraint !== "pod-affinity"));
}

/** plugins/interpodaffinity/filtering.go: satisfyPodAffinity, updateWithAffinityTerms */
describe("required pod affinity", () => {
  test("holds in the domain of a selected pod, and on no node without the key", () => {
    const posed = problem(nodes, [workload("db"), workload("w", near("db"))]);
    expect(allowed(stateWith(posed), "w")).toEqual([]);
    expect(allowed(stateWith(posed, [["db", "a1"]]), "w")).toEqual(["a1", "a2"]);
    expect(allowed(stateWith(posed, [["db", "x"]]), "w")).toEqual([]);
  });

  test("asks every topology for such a pod", () => {
    const both = workload("w", {
      podAffinity: [
        { topologyKey: zone, selects: ["apps/db"] },
        { topologyKey: "rack", selects: ["apps/db"] },
      ],
    });
    const racks = nodes.map((each, n) => ({ ...each, labels: { ...each.labels, rack: n < 1 ? "r1" : "r2" } }));
    const made = stateWith(problem(racks, [workload("db", { replicas: 2 }), both]), [
      ["db", "a1"],
      ["db", "x"],
    ]);
    expect(allowed(made, "w")).toEqual(["a1", "a2"]);
  });

  test("counts a pod only when all terms select it", () => {
    const both = workload("w", {
      podAffinity: [
        { topologyKey: zone, selects: ["apps/db", "apps/web"] },
        { topologyKey: zone, selects: ["apps/cache", "apps/db"] },
      ],
    });
    const posed = problem(nodes, [workload("db"), workload("web"), workload("cache"), both]);
    const apart = stateWith(posed, [
      ["web", "a1"],
      ["cache", "a1"],
    ]);
    expect(allowed(apart, "w")).toEqual([]);
    expect(allowed(stateWith(posed, [["db", "b1"]]), "w")).toEqual(["b1"]);
  });

  test("lets the first pod of a workload that selects itself start on any node with the key, and the others follow it", () => {
    const posed = problem(nodes, [workload("w", { replicas: 3, ...near("w") })]);
    expect(allowed(stateWith(posed), "w")).toEqual(["a1", "a2", "b1"]);
    expect(allowed(stateWith(posed, [["w", "b1"]]), "w")).toEqual(["b1"]);
  });

  test("is no first pod while any pod is selected anywhere", () => {
    const posed = problem(nodes, [workload("db"), workload("w", near("db", "w"))]);
    expect(allowed(stateWith(posed, [["db", "b1"]]), "w")).toEqual(["b1"]);
  });

  test("to one other workload over host names is colocation, by whichever name", () => {
    const term = workload("w", { podAffinity: [{ topologyKey: hostname, selects: ["apps/db"] }] });
    const made = stateWith(problem(nodes, [workload("db"), term]), [["db", "a1"]]);
    expect(obstacles(made.state, made.w("w"), made.n("a2"))).toEqual([{ constraint: "colocation", reason: "apps/db is not there" }]);
    expect(obstacles(made.state, made.w("w"), made.n("a1"))).toEqual([]);
  });

  test("and company by name must be the same pods", () => {
    const made = stateWith(problem(nodes, [workload("db"), workload("web"), workload("w", { colocateWith: "apps/db", ...near("web") })]), [
      ["db", "a1"],
      ["web", "a1"],
    ]);
    expect(obstacles(made.state, made.w("w"), made.n("a1"))).toEqual([
      { constraint: "pod-affinity", reason: `no pod of what all its terms select has its ${hostname}` },
    ]);
  });

  test("says what is missing", () => {
    const made = stateWith(problem(nodes, [workload("db"), workload("w", near("db"))]));
    expect([made.n("a1"), made.n("x")].map((n) => obstacles(made.state, made.w("w"), n))).toEqual([
      [{ constraint: "pod-affinity", reason: `no pod of apps/db has its ${zone}` }],
      [{ constraint: "pod-affinity", reason: `has no ${zone}, over which it must be with apps/db` }],
    ]);
  });
});

describe("what others came for", () => {
  const posed = problem(nodes, [workload("db", { replicas: 2 }), workload("w", { replicas: 2, ...near("db") })]);

  test("may leave a domain only when they leave as well", () => {
    const { state, w, n } = stateWith(posed, [
      ["db", "a1"],
      ["w", "a2"],
    ]);
    expect(state.isBroken).toBe(false);
    state.remove(w("db"), n("a1"));
    expect(state.isBroken).toBe(true);
    state.add(w("db"), n("a2"));
    expect(state.isBroken).toBe(false);
  });

  test("a workload with itself may be alone in one domain, not in two", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("db"), workload("w", { replicas: 2, ...near("db", "w") })]), [
      ["w", "a1"],
      ["db", "b1"],
      ["w", "b1"],
    ]);
    expect(state.isBroken).toBe(false);
    state.remove(w("db"), n("b1"));
    expect(state.isBroken).toBe(true);
  });

  test("a pod that was there before all others is no first pod's company", () => {
    const fixed = workload("db", { mode: "fixed", current: { b1: 1 } });
    const { state, w, n } = stateWith(problem(nodes, [fixed, workload("w", { replicas: 2, ...near("db", "w") })]), [["w", "b1"]]);
    expect(state.isBroken).toBe(false);
    state.add(w("w"), n("a1"));
    expect(state.isBroken).toBe(true);
  });
});
