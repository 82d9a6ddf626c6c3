import { plan } from "../plan";
import { node, problem, workload } from "../testing/problems";
import { nodesNamed, withoutNode } from "./without-nodes";

const hosted = problem([node("a", { host: "pve1" }), node("b", { host: "pve1" }), node("c")], []);

test("a node's name stands for itself, a host's for all it carries", () => {
  expect([nodesNamed(hosted, "a"), nodesNamed(hosted, "pve1"), nodesNamed(hosted, "x")]).toEqual([["a"], ["a", "b"], []]);
});

test("a machine that is named like a host is meant before the host", () => {
  expect(nodesNamed(problem([node("a", { host: "b" }), node("b", { host: "pve" })], []), "b")).toEqual(["b"]);
});

test("a lost host takes its machines along, and the assumption names them", () => {
  const left = withoutNode(hosted, "pve1");
  expect(left.nodes.map(({ name }) => name)).toEqual(["c"]);
  expect(left.assumptions).toEqual(["without pve1 (a, b)"]);
  expect(withoutNode(left, "c").assumptions).toEqual(["without pve1 (a, b)", "without c"]);
});

test("the problem itself is not changed", () => {
  withoutNode(hosted, "a");
  expect(hosted.nodes).toHaveLength(3);
  expect(hosted).not.toHaveProperty("assumptions");
});

test("pods of the lost node start elsewhere, and what is fixed there is lost with the reason", () => {
  const rows = [
    workload("moves", { current: { a: 1 } }),
    workload("stays", { mode: "fixed", fixedBecause: 'volume "data" is on the disk of a', current: { a: 1 } }),
  ];
  const planned = plan(withoutNode(problem([node("a"), node("b")], rows), "a"));
  expect(planned.status).toBe("infeasible");
  expect(planned.assumptions).toEqual(["without a"]);
  expect(planned.workloads.map(({ name, nodes, before, moved, reason }) => ({ name, nodes, before, moved, reason }))).toEqual([
    { name: "moves", nodes: ["b"], before: ["a"], moved: true, reason: "moves from a to b" },
    { name: "stays", nodes: [], before: ["a"], moved: false, reason: 'lost with a: volume "data" is on the disk of a' },
  ]);
  expect(planned.unplaced).toEqual([
    { namespace: "apps", name: "stays", replicas: 1, blockedBy: ['fixed: a (volume "data" is on the disk of a)'], remedies: [] },
  ]);
});
