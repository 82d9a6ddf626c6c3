import fc from "fast-check";
import type { ObjectiveName, PlacementProblem } from "../../problem";
import { type Assignment, assign } from "../../search/assign";
import { arbitraryProblemUpTo, defaultObjectives, GiB, node, problem, workload } from "../../testing/problems";
import { constraintFormulations } from "../constraints";
import { formulations } from "../objectives";
import { PlacementProgram } from "../placement-program";
import { loadSolver, type Solver } from "../solver";
import { everyPlacement, ways } from "../testing/every-placement";
import { fixColumns } from "./fix-columns";
import { nodeProblems } from "./node-problems";
import { patternBound, patternsOf } from "./pattern-bound";
import type { Priced } from "./subgradient";

let solver: Solver;

beforeAll(async () => {
  const loaded = await loadSolver();
  if (loaded === undefined) {
    throw new Error("HiGHS does not load");
  }
  solver = loaded;
});

const goals = ["watts", "balance"] as const satisfies readonly ObjectiveName[];

interface Bounded {
  readonly placement: PlacementProgram;
  readonly bound: Priced;
  readonly value: number;
  readonly fix: () => void;
}

/** The bound of one objective alone, from prices of 0. */
function bounded({ model, ranked, state }: Assignment, name: (typeof goals)[number], by: Solver = solver): Bounded {
  const l = ranked.objectiveOf.indexOf(name);
  const placement = new PlacementProgram(model, true);
  for (const formulate of constraintFormulations) {
    formulate(placement);
  }
  const form = formulations[name].form(placement, ranked.levels[l] ?? {});
  const problems = nodeProblems(placement, form);
  const value = state.totals[l] ?? 0;
  const bound = patternBound(by, problems, {
    value,
    tolerance: 0,
    incumbent: patternsOf(problems, placement, state),
    prices: new Float64Array(problems.wanted.length),
    rounds: 60,
  });
  return {
    placement,
    bound,
    value,
    fix: () => {
      fixColumns(placement.program, problems, bound, value);
    },
  };
}

test("no placement is below the bound, and fixing takes away none that is as good as the one known", () => {
  const small = arbitraryProblemUpTo(3, 5).filter((posed) => ways(posed) <= 400);
  fc.assert(
    fc.property(small, fc.constantFrom(...goals), (posed, name) => {
      const found = assign({ ...posed, objectives: [...new Set([...posed.objectives, ...goals])] });
      fc.pre(found.model.workloads.every((_, w) => found.state.unplaced(w) <= 0));
      const { placement, bound, value, fix } = bounded(found, name);
      fix();
      const l = found.ranked.objectiveOf.indexOf(name);
      for (const each of everyPlacement(found.model.problem)) {
        expect(bound.bound).toBeLessThanOrEqual(each.totals[l] ?? 0);
        if ((each.totals[l] ?? 0) <= value) {
          const { indices, values } = placement.podColumns(each);
          const lost = indices.filter((column, i) => {
            const { lower = 0, upper = 0 } = placement.program.columns[column] ?? {};
            return (values[i] ?? 0) < lower || (values[i] ?? 0) > upper;
          });
          expect(lost).toEqual([]);
        }
      }
    }),
    { numRuns: 40 },
  );
});

/** Three nodes of 4 CPUs, none of which can hold more than one of three pods of 2.5: a split would. */
const lumpy: PlacementProblem = problem(
  ["a", "b", "c"].map((name) => node(name, { allocatable: { cpuMilli: 4000, memoryBytes: 16 * GiB } })),
  ["x", "y", "z"].map((name) => workload(name, { requests: { cpuMilli: 2500, memoryBytes: GiB } })),
  { objectives: ["place", "watts", ...defaultObjectives.filter((name) => name !== "place" && name !== "watts")] },
);

test("whole pods are counted, where a relaxation of columns splits them", () => {
  const { bound, value } = bounded(assign(lumpy), "watts");
  expect(value - bound.bound).toBeLessThanOrEqual(1);
});

test("where the solver gives up, the bound is weaker and still right", () => {
  const createModel: Solver["highs"]["createModel"] = (source) =>
    Object.assign(solver.highs.createModel(source), {
      run: () => {
        throw new solver.highs.errors.HighsError("status -1", "run");
      },
    });
  const failing = new Proxy(solver.highs, {
    get: (target, key): unknown => (key === "createModel" ? createModel : Reflect.get(target, key)),
  });
  const { bound, value } = bounded(assign(lumpy), "watts", { highs: failing });
  expect(bound.bound).toBeLessThanOrEqual(value);
});
