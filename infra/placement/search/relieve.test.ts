import type { PlacementWorkload } from "../problem";
import { GiB, node, problem, workload } from "../testing/problems";
import { Budget } from "./best";
import { buildModel } from "./model";
import { relieveNodes } from "./relieve";
import { rankLevels } from "./search";
import { State } from "./state";

const name = (prefix: string, i: number): string => `${prefix}${String(i).padStart(3, "0")}`;

/**
 * Two nodes of 8 CPUs with 40 pods of 0.1 CPU each, 58 of 4 CPUs with some five such pods each, but the last, which is full:
 * a pod, and six of 0.6 CPUs that must be with it, are 75 per mille above its ceiling.
 */
function crowded(changes: Partial<PlacementWorkload> = {}): State {
  const nodes = Array.from({ length: 60 }, (_, i) =>
    node(name("n", i), { allocatable: { cpuMilli: i < 2 ? 8000 : 4000, memoryBytes: 64 * GiB, pods: 110 } }),
  );
  const small = { cpuMilli: 100, memoryBytes: GiB / 64 };
  const workloads = [
    ...Array.from({ length: 365 }, (_, i) => workload(name("w", i), { requests: small })),
    workload("leader", { requests: small, ...changes }),
    workload("follower", { replicas: 6, requests: { ...small, cpuMilli: 600 }, colocateWith: "apps/leader" }),
  ];
  const model = buildModel(problem(nodes, workloads, { objectives: ["place", "ceilings"] }));
  const state = new State(model, rankLevels(model).levels);
  const at = (id: string): number => model.workloads.findIndex((each) => each.name === id);
  for (let i = 0; i < 365; i++) {
    state.add(at(name("w", i)), i < 80 ? i % 2 : 2 + (i % 57));
  }
  state.add(at("leader"), 59);
  for (let pod = 0; pod < 6; pod++) {
    state.add(at("follower"), 59);
  }
  state.rebase();
  return state;
}

const where = (state: State, id: string): readonly (readonly [n: number, pods: number])[] => {
  const w = state.model.workloads.findIndex((each) => each.name === id);
  return state.nodesOf(w).map((n) => [n, state.count(w, n)]);
};

/** Pods without a node, per mille above the ceilings, and restarts counted by tier. */
const totals = (state: State): readonly number[] => {
  const unplaced = state.totals.slice(0, -2).reduce((sum, each) => sum + each, 0);
  return [unplaced, ...state.totals.slice(-2)];
};

test("pods that must be together go to a node that others leave for them, as many as its ceiling asks", () => {
  const state = crowded();
  expect(totals(state)).toEqual([0, 75, 0]);
  expect(relieveNodes(state, new Budget(10_000))).toBe(true);
  // 3700 of the company and 31 others of 100 are the 85 per cent of 8000. Seven pods of tier 2 have moved, and nine others.
  expect(totals(state)).toEqual([0, 0, 3 * (7 + 9)]);
  expect([where(state, "leader"), where(state, "follower"), state.used(0, 0)]).toEqual([[[0, 1]], [[0, 6]], 6800]);
});

test("where they may go nowhere else, nothing changes", () => {
  const state = crowded({ requires: [{ key: "kubernetes.io/hostname", operator: "In", values: [name("n", 59), name("n", 58)] }] });
  expect(relieveNodes(state, new Budget(10_000))).toBe(false);
  expect([totals(state), where(state, "follower")]).toEqual([[0, 75, 0], [[59, 6]]]);
});
