import fc from "fast-check";
import type { PlacementProblem } from "../problem";
import { type Assignment, assign } from "../search/assign";
import { buildModel } from "../search/model";
import { stateOf } from "../search/search";
import { fits } from "../search/step";
import { arbitraryProblem } from "../testing/problems";
import { blockersOn } from "./blockers";
import { allBlocking, type Blocking, blockingSet, nodesFor } from "./blocking-set";
import { together } from "./remedies";
import { workingRemedies } from "./working-remedies";

const runs = { numRuns: 150 };

/** Workloads that lack a node, though they need not stay anywhere. */
function homeless({ model, state }: Assignment): readonly number[] {
  return model.workloads.flatMap(({ mode }, w) => (mode !== "fixed" && state.unplaced(w) > 0 ? [w] : []));
}

/**
 * Whether one more pod could start on one of the nodes that it is meant for when of all that is in its way only these
 * are left: every other blocker's change is made to the problem, and every other pod is where the plan has it.
 */
function couldStart({ model, state }: Assignment, w: number, left: readonly Blocking[]): boolean {
  const kept = new Set(left.map(({ blocker }) => blocker.changes[0]?.text));
  const relaxed = allBlocking(state, w)
    .flatMap(({ blocker }) => blocker.changes.slice(0, 1))
    .filter(({ text }) => !kept.has(text))
    .reduce<PlacementProblem>((problem, { apply }) => apply(problem), model.problem);
  const then = stateOf(buildModel(relaxed), [], state.entries());
  return nodesFor(state, w).some(({ n }) => fits(then, w, n));
}

/**
 * Whether the constraints of a workload cannot be asked one by one: what a strict spread refuses depends on the nodes that
 * taints and requirements leave, and on which devices the parts lie that others hold on the order in which they came.
 */
function isEntangled({ model }: Assignment, w: number): boolean {
  const workload = model.workloads[w];
  const shared = new Set(model.nodes.flatMap(({ sharedDevices = {} }) => Object.keys(sharedDevices)));
  return (
    workload?.spreads?.some(({ strict }) => strict) === true ||
    Object.entries(workload?.requests.extended ?? {}).some(([resource, request]) => request > 0 && shared.has(resource))
  );
}

describe("of every workload that lacks a node", () => {
  test("the blocking set blocks, and no part of it does", () => {
    let checked = 0;
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const assignment = assign(posed);
        for (const w of homeless(assignment)) {
          const all = allBlocking(assignment.state, w);
          if (!isEntangled(assignment, w) && all.every(({ blocker }) => blocker.changes.length > 0)) {
            const set = blockingSet(assignment.state, w);
            expect(couldStart(assignment, w, set)).toBe(false);
            for (const member of set) {
              expect(
                couldStart(
                  assignment,
                  w,
                  set.filter((each) => each !== member),
                ),
              ).toBe(true);
            }
            checked++;
          }
        }
      }),
      runs,
    );
    expect(checked).toBeGreaterThan(20);
  });

  test("every node is ruled out by a member of the blocking set, and every member is alone in ruling one out", () => {
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const assignment = assign(posed);
        for (const w of homeless(assignment)) {
          const set = blockingSet(assignment.state, w);
          // What nothing keeps it from can only be a node that the search has overlooked.
          const asked = nodesFor(assignment.state, w).filter(({ n }) => blockersOn(assignment.state, w, n).length > 0);
          const ruledOutBy = asked.map(({ n }) => set.filter(({ nodes }) => nodes.some((each) => each.n === n)));
          expect(ruledOutBy.filter((members) => members.length === 0)).toEqual([]);
          expect(set.filter((member) => !ruledOutBy.some((members) => members.length === 1 && members[0] === member))).toEqual([]);
        }
      }),
      runs,
    );
  });

  test("every remedy places as many pods as it says and costs no other its node, and no amount in it can be smaller", () => {
    let checked = 0;
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const assignment = assign(posed);
        const lacking = (of: Assignment, id: string, own: boolean): number =>
          of.model.workloads.reduce((sum, workload, w) => sum + ((workload.id === id) === own ? of.state.unplaced(w) : 0), 0);
        for (const w of homeless(assignment).slice(0, 2)) {
          const id = assignment.model.workloads[w]?.id ?? "";
          for (const { remedy, placed } of workingRemedies(assignment, w, 200)) {
            const then = assign(remedy.apply(posed));
            expect(lacking(assignment, id, true) - lacking(then, id, true)).toBe(placed);
            expect(lacking(then, id, false)).toBeLessThanOrEqual(lacking(assignment, id, false));
            expect(placed).toBeGreaterThan(0);
            remedy.changes.forEach(({ amount }, i) => {
              if (amount !== undefined && amount.units > 1) {
                const smaller = together(remedy.changes.map((change, at) => (at === i ? amount.resized(amount.units - 1) : change)));
                const less = assign(smaller.apply(posed));
                const suffices =
                  lacking(assignment, id, true) - lacking(less, id, true) >= placed &&
                  lacking(less, id, false) <= lacking(assignment, id, false);
                expect(suffices).toBe(false);
              }
            });
            checked++;
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(checked).toBeGreaterThan(20);
  });
});
