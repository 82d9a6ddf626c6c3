import fc from "fast-check";
import type { DisruptionBudget } from "../../workloads/schema";
import type { PlacementProblem } from "../problem";
import { assign, podsPerNode } from "../search/assign";
import { arbitraryProblem, arbitraryProblemUpTo } from "../testing/problems";
import { joinSteps } from "./join-steps";
import { orderMoves } from "./order-moves";
import { replay } from "./testing/replay";

const percentOrCount = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom("0%", "25%", "50%", "75%", "100%"));
const arbitraryBudget: fc.Arbitrary<DisruptionBudget | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant(undefined),
  percentOrCount.map((minAvailable) => ({ minAvailable })),
  percentOrCount.map((maxUnavailable) => ({ maxUnavailable })),
);

function withBudgets(
  problems: fc.Arbitrary<PlacementProblem>,
): fc.Arbitrary<readonly [PlacementProblem, ReadonlyMap<string, DisruptionBudget>]> {
  return fc
    .tuple(problems, fc.array(arbitraryBudget, { minLength: 14, maxLength: 14 }))
    .map(([posed, budgets]) => [
      posed,
      new Map(posed.workloads.flatMap(({ id }, i) => (budgets[i] === undefined ? [] : [[id, budgets[i]] as const]))),
    ]);
}

/** Requests that the running pods have and the planned ones do not. */
function withOldRequests(posed: PlacementProblem, every: number): PlacementProblem {
  return {
    ...posed,
    workloads: posed.workloads.map((workload, i) =>
      i % every === 0 ? { ...workload, currentRequests: { cpuMilli: 400, memoryBytes: 3 * 1024 ** 3 } } : workload,
    ),
  };
}

function check(posed: PlacementProblem, budgets: ReadonlyMap<string, DisruptionBudget>): void {
  const assignment = assign(posed);
  const ordering = orderMoves(assignment, budgets);
  const steps = joinSteps(assignment, ordering.actions);
  const result = replay(posed, podsPerNode(assignment), budgets, steps);
  expect(result.violations).toEqual([]);
  const podsOf = (kind: string, w: number): number =>
    ordering.actions.reduce((sum, a) => sum + (a.kind === kind && a.w === w ? a.pods : 0), 0);
  for (const { w } of ordering.actions) {
    expect(podsOf("start-again", w)).toBe(podsOf("stop-for-room", w));
  }
  const blocked = new Set(ordering.blocked.map(({ w }) => assignment.model.workloads[w]?.id));
  expect(result.unfinished.filter((id) => !blocked.has(id))).toEqual([]);
  expect([...blocked].filter((id) => id === undefined || !result.unfinished.includes(id))).toEqual([]);
}

test("no step overfills a node or breaks a budget, and the last one ends where the plan does", () => {
  fc.assert(
    fc.property(withBudgets(arbitraryProblem), ([posed, budgets]) => {
      check(posed, budgets);
    }),
    { numRuns: 75 },
  );
});

test("so with requests that change on the way", () => {
  fc.assert(
    fc.property(withBudgets(arbitraryProblem), fc.integer({ min: 1, max: 3 }), ([posed, budgets], every) => {
      check(withOldRequests(posed, every), budgets);
    }),
    { numRuns: 50 },
  );
});

test("without budgets nothing is blocked but for relations between workloads and what is over its node's capacity already", () => {
  fc.assert(
    fc.property(arbitraryProblemUpTo(4, 8), (posed) => {
      const assignment = assign(posed);
      const { blocked } = orderMoves(assignment, new Map());
      const related = posed.workloads.some(
        ({ colocateWith, spreads = [] }) => colocateWith !== undefined || spreads.some(({ strict }) => strict),
      );
      if (!related) {
        expect(blocked).toEqual([]);
      }
    }),
    { numRuns: 75 },
  );
});

test("the order of the input does not matter", () => {
  fc.assert(
    fc.property(withBudgets(arbitraryProblem), ([posed, budgets]) => {
      const turned = { ...posed, nodes: posed.nodes.toReversed(), workloads: posed.workloads.toReversed() };
      expect(orderMoves(assign(turned), budgets)).toEqual(orderMoves(assign(posed), budgets));
    }),
    { numRuns: 30 },
  );
});
