import fc from "fast-check";
import { GiB, node, problem, workload } from "../testing/problems";
import { buildModel } from "./model";
import { NodeIndex } from "./node-index";
import { State } from "./state";

const runs = { numRuns: 60, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) };
const buckets = 64;

test("the roomiest node of a kind is one of its emptiest, whatever came and went", () => {
  const nodes = Array.from({ length: 8 }, (_, i) =>
    node(`n${i}`, { allocatable: { cpuMilli: [4000, 8000][i % 2] ?? 0, memoryBytes: 64 * GiB, pods: 1000 } }),
  );
  const model = buildModel(problem(nodes, [workload("w", { requests: { cpuMilli: 100, memoryBytes: 0 } })]));
  const bucketOf = (state: State, n: number): number =>
    Math.floor(Math.max(state.used(n, 0) / (model.capacity[n * model.width] ?? 1), (state.pods[n] ?? 0) / 1000) * buckets);
  fc.assert(
    fc.property(fc.array(fc.record({ n: fc.nat(7), adds: fc.boolean() }), { maxLength: 200 }), (changes) => {
      const state = new State(model, []);
      const index = new NodeIndex(state);
      for (const { n, adds } of changes) {
        if (adds ? state.free(n, 0) >= 100 : state.count(0, n) > 0) {
          (adds ? state.add.bind(state) : state.remove.bind(state))(0, n);
          index.changed(n);
          const emptiest = model.kinds.members.map((members) => Math.min(...members.map((each) => bucketOf(state, each))));
          const found = model.kinds.members.map((_, kind) => index.roomiest(0, kind, () => true) ?? -1);
          expect(found.map((each) => bucketOf(state, each))).toEqual(emptiest);
          expect(found.map((each) => model.kinds.kindOf[each])).toEqual([...model.kinds.members.keys()]);
        }
      }
    }),
    runs,
  );
});
