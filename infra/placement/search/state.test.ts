import fc from "fast-check";
import { obstacles } from "../explain/obstacles";
import { arbitraryProblem } from "../testing/problems";
import { buildModel } from "./model";
import { rankLevels } from "./search";
import { State } from "./state";

const runs = { numRuns: 60, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) };
const change = fc.record({ w: fc.nat(13), n: fc.nat(4), adds: fc.boolean() });
const changes = fc.array(change, { maxLength: 30 });

/** Everything that a search or a reason reads from a state. */
function everything(state: State): unknown {
  const { nodes, workloads } = state.model;
  return {
    totals: [...state.totals],
    usage: [...state.usage],
    pods: [...state.entries()],
    isBroken: state.isBroken,
    moved: workloads.map((_, w) => state.moved(w)),
    obstacles: workloads.map((_, w) => nodes.map((__, n) => obstacles(state, w, n))),
  };
}

function make(state: State, made: readonly { readonly w: number; readonly n: number; readonly adds: boolean }[]): void {
  const { nodes, workloads } = state.model;
  for (const { w, n, adds } of made) {
    if (w < workloads.length && n < nodes.length && (adds || state.count(w, n) > 0)) {
      (adds ? state.add.bind(state) : state.remove.bind(state))(w, n);
    }
  }
}

test("what is undone leaves nothing behind, and what is replayed is the same again", () => {
  fc.assert(
    fc.property(arbitraryProblem, changes, changes, (posed, first, second) => {
      const model = buildModel(posed);
      const state = new State(model, rankLevels(model).levels);
      make(state, first);
      const before = everything(state);
      const mark = state.mark();
      make(state, second);
      const after = everything(state);
      const made = state.changesSince(mark);
      state.undo(mark);
      expect(everything(state)).toEqual(before);
      state.replay(made);
      expect(everything(state)).toEqual(after);
    }),
    runs,
  );
});

test("a probe tells what adding a pod would change in every level that is a sum, and changes nothing", () => {
  fc.assert(
    fc.property(arbitraryProblem, changes, change, (posed, made, { w, n }) => {
      const model = buildModel(posed);
      fc.pre(w < model.workloads.length && n < model.nodes.length);
      const state = new State(model, rankLevels(model).levels);
      make(state, made);
      const before = everything(state);
      const totals = Float64Array.from(state.totals);
      const probed = new Float64Array(state.levels.length);
      state.probe(w, n, probed);
      expect(everything(state)).toEqual(before);
      state.add(w, n);
      const added = [...state.totals].map((total, l) => (state.levels[l]?.whole === undefined ? total - (totals[l] ?? 0) : 0));
      expect([...probed]).toEqual(added);
    }),
    runs,
  );
});
