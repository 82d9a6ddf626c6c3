import type { PlacementWorkload } from "../problem";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { Budget } from "./best";
import { bringLeaders } from "./bring-leader";
import { buildModel } from "./model";
import { rankLevels } from "./search";
import { State } from "./state";

const name = (prefix: string, i: number): string => `${prefix}${String(i).padStart(3, "0")}`;

/**
 * Sixty nodes of 4 CPUs with pods of 0.5 CPU: the first has two, the second seven and a leader, the others six or seven.
 * Nowhere is there room for the leader with the three pods of 1 CPU that must be with it.
 */
function crowded(changes: Partial<PlacementWorkload>): State {
  const nodes = Array.from({ length: 60 }, (_, i) => node(name("n", i), { allocatable: { memoryBytes: 64 * GiB } }));
  const requests = { cpuMilli: 500, memoryBytes: GiB / 64 };
  const model = buildModel(
    problem(
      nodes,
      [
        ...Array.from({ length: 400 }, (_, i) => workload(name("w", i), { requests })),
        workload("leader", { requests: { ...requests, cpuMilli: 100 }, ...changes }),
        workload("follower", { replicas: 3, requests: { ...requests, cpuMilli: 1000 }, colocateWith: "apps/leader" }),
      ],
      { objectives: ["place"] },
    ),
  );
  const state = new State(model, rankLevels(model).levels);
  const at = (id: string): number => model.workloads.findIndex((each) => each.name === id);
  for (let i = 0; i < 400; i++) {
    state.add(at(name("w", i)), i < 2 ? 0 : i < 9 ? 1 : 2 + (i % 58));
  }
  state.add(at("leader"), 1);
  return state;
}

function podsOf(state: State, id: string): readonly (readonly [n: number, pods: number])[] {
  const w = state.model.workloads.findIndex((each) => each.name === id);
  return state.nodesOf(w).map((n) => [n, state.count(w, n)]);
}

test("a leader goes where there is room for what must be with it, once another has left", () => {
  const state = crowded({});
  bringLeaders(state, new Budget(10_000));
  expect([podsOf(state, "leader"), podsOf(state, "follower"), state.used(0, 0)]).toEqual([[[0, 1]], [[0, 3]], 3600]);
  expect(state.model.workloads.filter((_, w) => state.unplaced(w) > 0)).toEqual([]);
});

test("one that can be nowhere else stays", () => {
  const state = crowded({ requires: [{ key: hostname, operator: "In", values: [name("n", 1)] }] });
  bringLeaders(state, new Budget(10_000));
  expect([podsOf(state, "leader"), podsOf(state, "follower")]).toEqual([[[1, 1]], []]);
});
