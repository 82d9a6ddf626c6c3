import { workload } from "../testing/problems";
import { runningPods } from "./running-pods";

test("pods before the plan are found by workload and node, whatever the order in which they are named", () => {
  const nodeIndex = new Map(["a", "b", "c"].map((name, n) => [name, n]));
  const { nodes, on, stranded } = runningPods(
    [workload("u"), workload("v", { current: { c: 2, gone: 3, a: 1, b: 0 } }), workload("w", { current: { b: 4 } })],
    nodeIndex,
  );
  expect([0, 1, 2].map((w) => [...nodes(w)])).toEqual([[], [0, 2], [1]]);
  expect([0, 1, 2].map((w) => [0, 1, 2].map((n) => on(w, n)))).toEqual([
    [0, 0, 0],
    [1, 0, 2],
    [0, 4, 0],
  ]);
  expect([...stranded]).toEqual([0, 3, 0]);
});
