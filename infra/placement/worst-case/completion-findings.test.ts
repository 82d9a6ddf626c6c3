import { plan } from "../plan";
import { hostname, node, problem, workload } from "../testing/problems";
import { completionFindings } from "./completion-findings";

const onB = [{ key: hostname, operator: "In" as const, values: ["b"] }];
const both = new Set(["b", "a"]);

/** So many workloads of one CPU that are planned on `a` and may land on `b`, where another has room beside all but one. */
function findings(movers: number, pods = 1): readonly string[] {
  const rows = [
    workload("tied", { requires: onB, current: { b: 1 } }),
    ...Array.from({ length: movers }, (_, index) => workload(`mover${index}`, { replicas: pods, current: { a: pods } })),
  ];
  const nodes = [node("a", { allocatable: { cpuMilli: 10_000 } }), node("b", { allocatable: { cpuMilli: movers * pods * 1000 } })];
  const posed = problem(nodes, rows, { objectives: ["place", "control-plane", "disruption"] });
  const allowed = new Map(rows.map(({ id, name }) => [id, name === "tied" ? new Set(["b"]) : both]));
  return completionFindings(posed, plan(posed), allowed).map(({ path, message }) => `${path}: ${message}`);
}

test("names the nodes, and up to three workloads that have to land otherwise", () => {
  expect([findings(1), findings(2), findings(3), findings(5)]).toEqual([
    ["workloads[apps/tied]: may wait for room on b when apps/mover0 lands otherwise than planned"],
    ["workloads[apps/tied]: may wait for room on b when apps/mover0 and apps/mover1 land otherwise than planned"],
    ["workloads[apps/tied]: may wait for room on b when apps/mover0, apps/mover1 and apps/mover2 land otherwise than planned"],
    [
      "workloads[apps/tied]: may wait for room on b when 5 workloads land otherwise than planned (apps/mover0, apps/mover1, apps/mover2 and 2 more)",
    ],
  ]);
});

test("says nothing where everything is safe", () => {
  const posed = problem([node("a"), node("b")], [workload("w", { replicas: 2 })]);
  expect(completionFindings(posed, plan(posed), new Map([["apps/w", both]]))).toEqual([]);
});

test("what takes the fewest others to land otherwise stands first", () => {
  const rows = [
    workload("a-two", { requires: onB, current: { b: 1 } }),
    workload("b-one", { requires: onB, current: { b: 1 }, requests: { memoryBytes: 5 * 1024 ** 3, cpuMilli: 0 } }),
    workload("cpu0", { current: { a: 1 }, requests: { memoryBytes: 0 } }),
    workload("cpu1", { current: { a: 1 }, requests: { memoryBytes: 0 } }),
    workload("memory", { current: { a: 1 }, requests: { memoryBytes: 5 * 1024 ** 3, cpuMilli: 0 } }),
  ];
  const posed = problem([node("a"), node("b", { allocatable: { cpuMilli: 2000 } })], rows, {
    objectives: ["place", "control-plane", "disruption"],
  });
  const allowed = new Map(rows.map(({ id, requires }) => [id, requires.length > 0 ? new Set(["b"]) : both]));
  expect(completionFindings(posed, plan(posed), allowed).map(({ path }) => path)).toEqual([
    "workloads[apps/b-one]",
    "workloads[apps/a-two]",
  ]);
});

test("what is neither safe nor at risk stands in one line", () => {
  const posed = problem(
    [node("a"), node("b")],
    [
      workload("leader", { replicas: 2, antiAffinityTopologyKey: hostname }),
      ...["x", "y"].map((name) =>
        workload(name, { replicas: 2, colocateWith: "apps/leader", spreads: [{ topologyKey: hostname, maxSkew: 1, strict: true }] }),
      ),
    ],
  );
  const allowed = new Map(posed.workloads.map(({ id }) => [id, both]));
  expect(completionFindings(posed, plan(posed), allowed)).toEqual([
    { path: "workloads", message: "not proven to find room wherever the others land: apps/x and apps/y" },
  ]);
});
