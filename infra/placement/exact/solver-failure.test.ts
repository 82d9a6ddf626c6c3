import { checkPlan } from "../check/check-plan";
import { describePlan, plan } from "../plan";
import type { ObjectiveName } from "../problem";
import { assign, podsPerNode } from "../search/assign";
import { GiB, node, problem, workload } from "../testing/problems";
import { loadSolver, type Solver } from "./solver";

let solver: Solver;

beforeAll(async () => {
  const loaded = await loadSolver();
  if (loaded === undefined) {
    throw new Error("HiGHS does not load");
  }
  solver = loaded;
});

/** A solver that answers so many models as it should, and from then on ends every one as HiGHS does on an error status. */
function failingAfter(answers: number): Solver {
  const { highs } = solver;
  let left = answers;
  const answer = (): void => {
    left--;
    if (left < 0) {
      throw new highs.errors.HighsError("status -1", "run");
    }
  };
  return {
    highs: new Proxy(highs, {
      get: (target, key): unknown => {
        if (key === "createModel" || key === "withModel") {
          answer();
        }
        return Reflect.get(target, key);
      },
    }),
  };
}

const presets: readonly (readonly ObjectiveName[])[] = [
  ["place", "ceilings", "balance", "watts", "disruption"],
  ["place", "ceilings", "watts", "disruption", "balance"],
];

describe.each(presets)("with the objectives %s, %s, %s, %s, %s", (...objectives) => {
  const posed = problem(
    ["a", "b", "c"].map((name, i) => node(name, { power: { idleWatts: 6 + 3 * i, fullWatts: 60 - 9 * i } })),
    Array.from({ length: 7 }, (_, i) =>
      workload(`w${i}`, {
        requests: { cpuMilli: 300 + ((i * 367) % 600), memoryBytes: (1 + ((i * 5) % 3)) * (GiB / 4) },
        current: { [i % 2 === 0 ? "a" : "b"]: 1 },
      }),
    ),
    { objectives },
  );

  test.each([0, 1, 3, 6])("a solver that fails after %i models leaves a right plan with weaker bounds", (answers) => {
    const full = plan(posed, solver);
    const assignment = assign(posed, failingAfter(answers));
    const failed = describePlan(posed, assignment);
    expect(checkPlan(posed, failed, podsPerNode(assignment))).toEqual([]);
    for (const { name, value, bound } of failed.objectives) {
      const best = full.objectives.find((each) => each.name === name);
      expect(bound).toBeLessThanOrEqual(value);
      expect(bound).toBeLessThanOrEqual(best?.value ?? value);
      if (value !== best?.value) {
        break; // Bounds of later objectives hold for other values of this one.
      }
    }
  });
});
