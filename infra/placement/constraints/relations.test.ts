import { obstacles } from "../explain/obstacles";
import type { State } from "../search/state";
import { hostname, node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";

const zone = "topology.kubernetes.io/zone";
const nodes = [
  node("a1", { labels: { [zone]: "a" } }),
  node("a2", { labels: { [zone]: "a" } }),
  node("b1", { labels: { [zone]: "b" } }),
  node("x"),
];

const allows =
  (constraint: string) =>
  (state: State, w: number, n: number): boolean =>
    obstacles(state, w, n).every((obstacle) => obstacle.constraint !== constraint);
const keepsApart = allows("anti-affinity");
const hasCompany = allows("colocation");
const keepsSpread = allows("spread");

/** plugins/interpodaffinity/filtering.go */
describe("anti-affinity", () => {
  test("keeps two pods out of one domain", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("w", { replicas: 3, antiAffinityTopologyKey: zone })]), [["w", "a1"]]);
    expect(["a1", "a2", "b1"].map((name) => keepsApart(state, w("w"), n(name)))).toEqual([false, false, true]);
  });

  test("holds nothing against a node without the key, however many pods are there", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("w", { replicas: 3, antiAffinityTopologyKey: zone })]), [["w", "x"]]);
    expect(keepsApart(state, w("w"), n("x"))).toBe(true);
  });

  test("over host names keeps to one pod per node", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("w", { replicas: 3, antiAffinityTopologyKey: hostname })]), [["w", "a1"]]);
    expect(["a1", "a2", "x"].map((name) => keepsApart(state, w("w"), n(name)))).toEqual([false, true, true]);
  });

  test("does not concern other workloads", () => {
    const { state, w, n } = stateWith(
      problem(nodes, [workload("w", { antiAffinityTopologyKey: zone }), workload("v", { antiAffinityTopologyKey: zone })]),
      [["w", "a1"]],
    );
    expect(keepsApart(state, w("v"), n("a1"))).toBe(true);
  });
});

/** plugins/interpodaffinity/filtering.go: required affinity over host names */
describe("colocation", () => {
  test("needs a pod of the other workload on the node", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("leader"), workload("w", { colocateWith: "apps/leader" })]), [
      ["leader", "a1"],
    ]);
    expect(["a1", "a2"].map((name) => hasCompany(state, w("w"), n(name)))).toEqual([true, false]);
  });

  test("with a DaemonSet holds wherever that runs", () => {
    const { state, w, n } = stateWith(
      problem(nodes, [workload("agent", { mode: "perNode" }), workload("w", { colocateWith: "apps/agent" })]),
    );
    expect(hasCompany(state, w("w"), n("x"))).toBe(true);
  });

  test("with a workload that does not exist holds nowhere, with itself everywhere", () => {
    const { state, w, n } = stateWith(
      problem(nodes, [workload("lost", { colocateWith: "apps/nothing" }), workload("self", { colocateWith: "apps/self" })]),
    );
    expect([hasCompany(state, w("lost"), n("a1")), hasCompany(state, w("self"), n("a1"))]).toEqual([false, true]);
  });
});

/** plugins/podtopologyspread/filtering.go, with nodeAffinityPolicy and nodeTaintsPolicy Honor */
describe("strict spread", () => {
  const spread = { topologyKey: zone, maxSkew: 1, strict: true };

  test("keeps the fullest and the emptiest domain within maxSkew", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("w", { replicas: 4, spreads: [spread] })]), [["w", "a1"]]);
    expect(["a1", "a2", "b1"].map((name) => keepsSpread(state, w("w"), n(name)))).toEqual([false, false, true]);
  });

  test("refuses a node without the key", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("w", { spreads: [spread] })]));
    expect(keepsSpread(state, w("w"), n("x"))).toBe(false);
  });

  test("does not count domains that the workload may not use", () => {
    const onlyA = workload("w", { replicas: 3, spreads: [spread], requires: [{ key: zone, operator: "In", values: ["a"] }] });
    const { state, w, n } = stateWith(problem(nodes, [onlyA]), [
      ["w", "a1"],
      ["w", "a2"],
    ]);
    expect(keepsSpread(state, w("w"), n("a1"))).toBe(true);
  });

  test("a tainted node is no empty domain", () => {
    const tainted = [
      ...nodes.slice(0, 2),
      node("b1", { labels: { [zone]: "b" }, taints: [{ key: "cp", value: "", effect: "NoSchedule" }] }),
    ];
    const { state, w, n } = stateWith(problem(tainted, [workload("w", { replicas: 3, spreads: [spread] })]), [["w", "a1"]]);
    expect(keepsSpread(state, w("w"), n("a2"))).toBe(true);
  });

  test("over two keys at once must hold for both", () => {
    const both = [spread, { topologyKey: hostname, maxSkew: 1, strict: true }];
    const { state, w, n } = stateWith(problem(nodes.slice(0, 3), [workload("w", { replicas: 4, spreads: both })]), [
      ["w", "a1"],
      ["w", "b1"],
    ]);
    expect(["a1", "a2", "b1"].map((name) => keepsSpread(state, w("w"), n(name)))).toEqual([false, true, false]);
  });

  test("that is not strict is no constraint", () => {
    const { state, w, n } = stateWith(problem(nodes, [workload("w", { replicas: 4, spreads: [{ ...spread, strict: false }] })]), [
      ["w", "a1"],
    ]);
    expect(keepsSpread(state, w("w"), n("a1"))).toBe(true);
  });
});
