import { podMoves } from "./pod-moves";
import { assign } from "./search/assign";
import { node, problem, workload } from "./testing/problems";

const on = (name: string) => [{ key: "kubernetes.io/hostname", operator: "In" as const, values: [name] }];

test("nothing moves, nothing is listed; pods that start or end do not move", () => {
  const rows = [workload("ends", { replicas: 0, current: { a: 1 } }), workload("starts"), workload("stays", { current: { a: 1 } })];
  expect(podMoves(assign(problem([node("a"), node("b")], rows)))).toEqual([]);
});

test("pods of one workload that go the same way are one move", () => {
  const rows = [workload("w", { replicas: 3, requests: { cpuMilli: 100 }, target: on("c"), current: { a: 2, b: 1 } })];
  expect(podMoves(assign(problem([node("a"), node("b"), node("c")], rows)))).toEqual([
    { namespace: "apps", name: "w", from: "a", to: "c", pods: 2 },
    { namespace: "apps", name: "w", from: "b", to: "c", pods: 1 },
  ]);
});

test("pods of a node that is gone come from there", () => {
  const rows = [workload("v", { current: { b: 1 } }), workload("w", { current: { a: 1 } })];
  expect(podMoves(assign(problem([node("b")], rows)))).toEqual([{ namespace: "apps", name: "w", from: "a", to: "b", pods: 1 }]);
});
