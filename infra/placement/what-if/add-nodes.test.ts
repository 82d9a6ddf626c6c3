import { plan } from "../plan";
import { hostname, node, problem, workload } from "../testing/problems";
import { addNodes, areAlike, nodesOfKind, poolsOf } from "./add-nodes";

const pool = "berth.dev/pool";
const a = node("a", { capabilities: { [pool]: "fast" }, allocatable: { extended: { "nvidia.com/gpu": 1 } }, host: "pve1" });
const posed = problem([a, node("b", { capabilities: { [pool]: "slow" } })], []);

test("a copy is the same machine under another name, on a host of its own", () => {
  const grown = addNodes(posed, a, 1);
  expect(grown.nodes[2]).toEqual({ ...a, name: "a-2", host: "a-2", labels: { [pool]: "fast", [hostname]: "a-2" } });
  expect(grown.assumptions).toEqual(["with 1 more like a (a-2)"]);
});

test("names that are taken are passed over, also those of nodes that are gone", () => {
  const taken = problem([a, node("a-2")], [workload("w", { current: { "a-3": 1 } })]);
  expect(addNodes(taken, a, 2).assumptions).toEqual(["with 2 more like a (a-4, a-5)"]);
  expect(addNodes(posed, a, 3).assumptions).toEqual(["with 3 more like a (a-2 to a-4)"]);
});

test("a kind is a node's name or a pool's", () => {
  expect(nodesOfKind(posed, "b").map(({ name }) => name)).toEqual(["b"]);
  expect(nodesOfKind(posed, "fast").map(({ name }) => name)).toEqual(["a"]);
  expect(nodesOfKind(posed, "none")).toEqual([]);
  expect(poolsOf(posed)).toEqual(["fast", "slow"]);
});

test("machines are alike when nothing but their name differs", () => {
  expect(areAlike(a, { ...a, name: "z", host: "z", labels: { ...a.labels, [hostname]: "z" } })).toBe(true);
  expect(areAlike(a, { ...a, power: { idleWatts: 11, fullWatts: 30 } })).toBe(false);
  expect(areAlike(a, { ...a, allocatable: { ...a.allocatable, extended: {} } })).toBe(false);
  expect(areAlike(a, { ...a, labels: { ...a.labels, disk: "ssd" } })).toBe(false);
});

test("a new machine runs DaemonSets and takes what had no room", () => {
  const rows = [
    workload("agent", { mode: "perNode", current: { b: 1 } }),
    workload("large", { requests: { cpuMilli: 3000 }, current: { b: 1 } }),
    workload("other", { requests: { cpuMilli: 3000 } }),
  ];
  const small = problem([node("b")], rows);
  expect(plan(small).unplaced.map(({ name }) => name)).toEqual(["other"]);
  const grown = plan(addNodes(small, node("b"), 1));
  expect(grown.unplaced).toEqual([]);
  expect(grown.workloads.map(({ name, nodes }) => [name, nodes])).toEqual([
    ["agent", ["b", "b-2"]],
    ["large", ["b"]],
    ["other", ["b-2"]],
  ]);
});
