import { hostname, node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";
import { takeExcess } from "./take-excess";

const posed = problem(
  [node("a"), node("b")],
  [
    workload("important", { tier: 1, requests: { cpuMilli: 1500 } }),
    workload("large", { tier: 2, requests: { cpuMilli: 1200 } }),
    workload("with-large", { tier: 4, requests: { cpuMilli: 100 }, colocateWith: "apps/large" }),
    workload("small", { tier: 4, requests: { cpuMilli: 700 } }),
  ],
);
// Of 4000 milli, 3500 are used: 100 above the ceiling. For each that their restart counts, they free 375, 400, 100 and 700.
const all = [
  ["important", "a"],
  ["large", "a"],
  ["with-large", "a"],
  ["small", "a"],
] as const;

test("what frees most for what its restart counts leaves first, until the node is below its ceilings", () => {
  const { state, w, n } = stateWith(posed, all);
  expect([takeExcess(state, n("a")), state.used(n("a"), 0)]).toEqual([[w("small")], 2800]);
});

test("room is made for what is to join, and company leaves together", () => {
  const { state, w, n } = stateWith(posed, all);
  const joining = { amounts: Float64Array.of(800, 0), companions: new Set<number>() };
  expect([takeExcess(state, n("a"), joining), state.used(n("a"), 0)]).toEqual([[w("small"), w("large"), w("with-large")], 1500]);
});

test("what the newcomer must be with stays", () => {
  const { state, w, n } = stateWith(posed, all);
  const joining = { amounts: Float64Array.of(800, 0), companions: new Set([w("large")]) };
  expect([takeExcess(state, n("a"), joining), state.used(n("a"), 0)]).toEqual([[w("small"), w("important")], 1300]);
});

test("where something joins, what may go to more nodes leaves before it", () => {
  const tied = workload("tied", { tier: 4, requires: [{ key: hostname, operator: "In", values: ["a"] }] });
  const free = workload("free", { tier: 1 });
  const { state, w, n } = stateWith(problem([node("a"), node("b")], [tied, free]), [
    ["tied", "a"],
    ["free", "a"],
  ]);
  const joining = { amounts: Float64Array.of(2000, 0), companions: new Set<number>() };
  expect(takeExcess(state, n("a"), joining)).toEqual([w("free")]);
});

test("below its ceilings nothing leaves", () => {
  const { state, n } = stateWith(posed, all.slice(0, 3));
  expect(takeExcess(state, n("a"))).toEqual([]);
});
