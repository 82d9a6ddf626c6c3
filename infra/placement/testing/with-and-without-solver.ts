import { loadSolver, type Solver } from "../exact/solver";

/** For `describe.each`: a name, and what gives the solver to plan with once it is asked for in a test. */
export const withAndWithoutSolver: readonly (readonly [string, () => Promise<Solver | undefined>])[] = [
  ["without a solver", () => Promise.resolve(undefined)],
  [
    "with the solver",
    async () => {
      const solver = await loadSolver();
      if (solver === undefined) {
        throw new Error("HiGHS does not load");
      }
      return solver;
    },
  ],
];
