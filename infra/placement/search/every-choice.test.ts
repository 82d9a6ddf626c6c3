import { objectiveNames, type PlacementWorkload } from "../problem";
import { node, problem, workload } from "../testing/problems";
import { limitMoves } from "../what-if/limit-moves";
import { bestChoice } from "./every-choice";
import { buildModel } from "./model";
import { type RankedLevels, rankLevels, search } from "./search";
import type { State } from "./state";

/** Two rows of pods that start, and some that run: with one move, only where there are few is every choice tried. */
function limited(starting: number): { readonly found: State; readonly best: State; readonly objectiveOf: RankedLevels["objectiveOf"] } {
  const size = (cpuMilli: number): Pick<PlacementWorkload, "requests"> => ({ requests: { cpuMilli, memoryBytes: 0, extended: {} } });
  const rows = [
    workload("w0", { ...size(300), tier: 1, replicas: 2, current: { n1: 1 } }),
    workload("w1", { ...size(300), tier: 1, current: { n0: 1 } }),
    workload("w2", { ...size(1700), tier: 3, current: { n2: 1 } }),
    workload("w3", { ...size(300), tier: 1, replicas: 2, current: { n2: 1 } }),
    ...Array.from({ length: starting }, (_, i) => workload(`new${i}`, { ...size(1), tier: 4 })),
  ];
  const nodes = [2000, 1000, 2000].map((cpuMilli, n) =>
    node(`n${n}`, { allocatable: { cpuMilli }, power: { idleWatts: 1, fullWatts: 21 } }),
  );
  const objectives = [...objectiveNames];
  const model = buildModel(limitMoves(problem(nodes, rows, { objectives }), 1));
  const ranked = rankLevels(model);
  const found = search(model, ranked);
  return { found, best: bestChoice(model, ranked, found), objectiveOf: ranked.objectiveOf };
}

test("of few choices the best is made, though no step from what the search has found leads there", () => {
  const { found, best, objectiveOf } = limited(0);
  const differing = [...found.totals].findIndex((total, l) => total !== best.totals[l]);
  expect([objectiveOf[differing], found.totals[differing], best.totals[differing]]).toEqual(["ceilings", 150, 0]);
});

test("of many choices what the search has found is kept", () => {
  const { found, best } = limited(12);
  expect(best).toBe(found);
});
