import { buildModel } from "../search/model";
import { hostname, node, problem, workload } from "../testing/problems";
import { hopelessPods, mayBeHopeless } from "./hopeless-pods";
import { restartNodes } from "./restart-nodes";

const nodes = [
  node("a", { capabilities: { disk: "ssd" }, allocatable: { cpuMilli: 2000 } }),
  node("b", { capabilities: { disk: "ssd" } }),
  node("c", { allocatable: { cpuMilli: 2000 } }),
];
const rows = [
  workload("anywhere", { replicas: 3 }),
  workload("apart", { replicas: 3, antiAffinityTopologyKey: hostname }),
  workload("pair", { replicas: 2, antiAffinityTopologyKey: hostname }),
  workload("ssd", { replicas: 2, requires: [{ key: "disk", operator: "Exists" }] }),
  workload("large", { replicas: 1, requests: { cpuMilli: 3000 } }),
];
const model = buildModel(problem(nodes, rows));
const restart = restartNodes(model);
const all = model.workloads.map(({ name }, w) => [name, w] as const);

test("workloads start where they may and are small enough; those with the same nodes share them", () => {
  expect(Object.fromEntries(all.map(([name, w]) => [name, restart(w).map((n) => model.nodes[n]?.name)]))).toEqual({
    anywhere: ["a", "b", "c"],
    apart: ["a", "b", "c"],
    pair: ["a", "b", "c"],
    ssd: ["a", "b"],
    large: ["b"],
  });
  const [first, second] = all.map(([, w]) => restart(w));
  expect(first).toBe(second);
});

test.each([
  [["a"], { anywhere: 0, apart: 1, pair: 0, ssd: 0, large: 0 }],
  [["b"], { anywhere: 0, apart: 1, pair: 0, ssd: 0, large: 1 }],
  [["a", "b"], { anywhere: 0, apart: 2, pair: 1, ssd: 2, large: 1 }],
])("without %j", (lost, expected) => {
  const numbers = lost.map((name) => model.nodeIndex.get(name) ?? -1);
  expect(Object.fromEntries(all.map(([name, w]) => [name, hopelessPods(model, w, restart(w), numbers)]))).toEqual(expected);
});

test("what has enough nodes left after any loss need not be asked for each", () => {
  const fragile = (mostLost: number): readonly string[] =>
    all.filter(([, w]) => mayBeHopeless(model, w, restart(w), mostLost)).map(([name]) => name);
  expect(fragile(1)).toEqual(expect.arrayContaining(["apart", "large"]));
  expect(fragile(1)).not.toContain("anywhere");
  expect(fragile(1)).not.toContain("ssd");
  expect(fragile(2)).toEqual(expect.arrayContaining(["apart", "pair", "ssd", "large"]));
  expect(fragile(2)).not.toContain("anywhere");
});
