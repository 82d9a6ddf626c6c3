import { node, problem, workload } from "../../infra/placement/testing/problems";
import type { PlacementWorkload } from "../../infra/placement/problem";
import { smallPod } from "../observation/testing/small-pod";
import { rolloutBatches } from "./rollout-batches";

const nodes = [node("a", { allocatable: { cpuMilli: 1000 } }), node("b", { allocatable: { cpuMilli: 1000 } })];
const row = (name: string, changes: Parameters<typeof workload>[1] = {}): PlacementWorkload =>
  workload(name, { requests: { cpuMilli: 400, memoryBytes: 0 }, surgePods: 1, ...changes });

/** Names by batch; each may use a, or what is given. */
function batches(
  rows: readonly PlacementWorkload[],
  allowed: Readonly<Record<string, readonly string[]>> = {},
  usedOnA = 0,
): readonly (readonly string[])[] {
  const found = rolloutBatches(
    problem(nodes, rows),
    rows.map(({ id }) => id),
    new Map(rows.map(({ id, name }) => [id, new Set(allowed[name] ?? ["a"])])),
    [smallPod({ node: "a", requests: { cpuMilli: usedOnA, memoryBytes: 0, others: {} } })],
  );
  return found.map((ids) => ids.map((id) => id.replace("apps/", "")));
}

it("takes as many at once as have room beside each other and what runs", () => {
  expect(batches([row("v"), row("w"), row("x")])).toEqual([["v", "w"], ["x"]]);
  expect(batches([row("v"), row("w"), row("x")], {}, 300)).toEqual([["v"], ["w"], ["x"]]);
});

it("has room for each on every node that it may use", () => {
  expect(batches([row("v"), row("w"), row("x", { surgePods: 2 })], { x: ["b"] })).toEqual([["v", "w", "x"]]);
  expect(batches([row("v"), row("w"), row("x")], { x: ["a", "b"] })).toEqual([["v", "w"], ["x"]]);
});

it("counts one pod of what has none beside the old ones", () => {
  expect(batches([row("v", { surgePods: 0 }), row("w", { surgePods: 0 }), row("x", { surgePods: 0 })])).toEqual([["v", "w"], ["x"]]);
});

it("leaves alone what does not fit, what has devices, and what has to do with others", () => {
  const rows = [
    row("large", { requests: { cpuMilli: 1200 } }),
    row("gpu", { requests: { cpuMilli: 0, extended: { "nvidia.com/gpu": 1 } } }),
    row("leader"),
    row("follower", { colocateWith: "apps/leader" }),
    row("shy", { podAntiAffinity: [{ topologyKey: "zone", selects: ["apps/shunned"] }] }),
    row("shunned"),
    row("free"),
  ];
  expect(batches(rows)).toEqual([["free"], ["large"], ["gpu"], ["leader"], ["follower"], ["shy"], ["shunned"]]);
});

it("updates everything once, what the problem does not know included", () => {
  expect(rolloutBatches(problem(nodes, []), ["apps/unknown"], new Map(), [])).toEqual([["apps/unknown"]]);
});
