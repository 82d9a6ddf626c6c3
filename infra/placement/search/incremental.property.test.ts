import fc from "fast-check";
import { loadSolver, type Solver } from "../exact/solver";
import { everyPlacement, ways } from "../exact/testing/every-placement";
import { plan } from "../plan";
import type { ObjectiveName, PlacementProblem } from "../problem";
import { weightedRestarts } from "../objectives/restarts";
import { arbitraryProblem, arbitraryProblemUpTo } from "../testing/problems";
import { assign, movedPods, podsPerNode } from "./assign";

let solver: Solver | undefined;

beforeAll(async () => {
  solver = await loadSolver();
});

const fewestMoves: readonly ObjectiveName[] = ["place", "control-plane", "disruption", "survive-loss", "replicas-apart", "balance"];

/** The problem with its plan carried out. */
function settled(posed: PlacementProblem, by?: Solver): PlacementProblem {
  const pods = podsPerNode(assign(posed, by));
  return {
    ...posed,
    workloads: posed.workloads.map((row) => (row.mode === "replicas" ? { ...row, current: pods.get(row.id) ?? {} } : row)),
  };
}

describe.each([
  ["with a solver", (): Solver | undefined => solver],
  ["without one", (): undefined => undefined],
])("%s", (_, by) => {
  test("with nothing changed nothing moves", () => {
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const after = settled(posed, by());
        fc.pre(plan(posed, by()).unplaced.length === 0);
        expect(movedPods(assign(after, by()))).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});

test("with one workload added, the restarts of others are as few and as light as they can be", () => {
  const small = arbitraryProblemUpTo(3, 5).filter((posed) => ways(posed) <= 800 && posed.workloads.at(-1)?.mode === "replicas");
  fc.assert(
    fc.property(small, (made) => {
      const [added, ...before] = made.workloads.toReversed();
      fc.pre(added !== undefined);
      const known = settled({ ...made, objectives: fewestMoves, workloads: before.toReversed() }, solver);
      const posed: PlacementProblem = { ...known, workloads: [...known.workloads, { ...added, current: {} }] };
      const { model, state } = assign(posed, solver);
      fc.pre(model.workloads.every((_, w) => state.unplaced(w) <= 0));
      const restarts = (of: typeof state): number => model.workloads.reduce((sum, _, w) => sum + weightedRestarts(of, w), 0);
      const misplaced = (of: typeof state): number =>
        [...of.entries()].reduce((sum, [w, n, pods]) => {
          const { core = true, mode = "perNode" } = model.workloads[w] ?? {};
          return sum + (model.nodes[n]?.controlPlane === true && !core && mode !== "perNode" ? pods : 0);
        }, 0);
      const all = everyPlacement(posed);
      const least = Math.min(...all.map(misplaced));
      expect(misplaced(state)).toBe(least);
      expect(restarts(state)).toBe(Math.min(...all.filter((each) => misplaced(each) === least).map(restarts)));
    }),
    { numRuns: 15 },
  );
});
