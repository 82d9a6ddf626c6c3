import fc from "fast-check";
import { plan } from "./plan";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "./problem";
import { arbitraryProblem } from "./testing/problems";
import { withAndWithoutSolver } from "./testing/with-and-without-solver";

/** A second taint for every node and more tolerations, so that the order of these has something to change. */
function withMoreTaints(posed: PlacementProblem): PlacementProblem {
  return {
    ...posed,
    nodes: posed.nodes.map((node, i) => ({
      ...node,
      taints: [...node.taints, { key: "also", value: String(i % 2), effect: i % 3 === 0 ? "NoExecute" : "NoSchedule" }],
    })),
    workloads: posed.workloads.map((row, i) => ({
      ...row,
      tolerations: i % 3 === 2 ? row.tolerations : [...row.tolerations, { key: "also", operator: "Exists" }],
    })),
  };
}

/** The same problem with everything whose order has no meaning in another order. */
function reordered(posed: PlacementProblem, random: () => number): PlacementProblem {
  const list = <Item>(items: readonly Item[]): readonly Item[] =>
    items
      .map((item) => ({ item, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  const map = <Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(list(Object.entries(record)));
  const node = (old: PlacementNode): PlacementNode => ({
    ...old,
    labels: map(old.labels),
    capabilities: map(old.capabilities),
    taints: list(old.taints),
    allocatable: { ...old.allocatable, extended: map(old.allocatable.extended) },
  });
  const workload = (old: PlacementWorkload): PlacementWorkload => ({
    ...old,
    tolerations: list(old.tolerations),
    requires: list(old.requires),
    target: list(old.target),
    current: map(old.current),
    requests: { ...old.requests, extended: map(old.requests.extended) },
    ...(old.spreads === undefined ? {} : { spreads: list(old.spreads) }),
    ...(old.podAffinity === undefined ? {} : { podAffinity: list(old.podAffinity) }),
    ...(old.podAntiAffinity === undefined ? {} : { podAntiAffinity: list(old.podAntiAffinity) }),
    ...(old.hostPorts === undefined ? {} : { hostPorts: list(old.hostPorts) }),
  });
  return {
    ...posed,
    nodes: list(posed.nodes.map(node)),
    workloads: list(posed.workloads.map(workload)),
    ...(posed.hosts === undefined ? {} : { hosts: list(posed.hosts) }),
  };
}

describe.each(withAndWithoutSolver)("%s", (_, load) => {
  test("the order of nodes, workloads, labels, taints, rules and keys changes no byte of the plan", async () => {
    const solver = await load();
    fc.assert(
      fc.property(arbitraryProblem, fc.boolean(), fc.integer({ min: 1, max: 2 ** 31 - 2 }), (made, more, seed) => {
        const posed = more ? withMoreTaints(made) : made;
        let last = seed;
        const random = (): number => (last = (last * 48_271) % (2 ** 31 - 1));
        expect(JSON.stringify(plan(reordered(posed, random), solver))).toBe(JSON.stringify(plan(posed, solver)));
      }),
      { numRuns: 30 },
    );
  });
});
