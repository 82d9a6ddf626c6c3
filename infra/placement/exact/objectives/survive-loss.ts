import { hopelessPods } from "../../loss/hopeless-pods";
import { possibleLosses, type PossibleLosses } from "../../loss/loss-simulation";
import { lastSurvivingTier } from "../../loss/restart-nodes";
import type { LinearForm, Term } from "../linear-program";
import type { PlacementProgram } from "../placement-program";
import type { Formulation } from "./formulation";

/** Columns that the losses may take; with more, the level is left to its cheap bound. */
const columnLimit = 10_000;

/**
 * For every loss a column for the pods of each workload that start on each other node, and one for those that wait. A
 * relaxation: pods may start on every node that they may use, and parts of them.
 */
export const surviveLossFormulation: Formulation = {
  form: (placement): LinearForm => {
    const losses = possibleLosses(placement.model);
    const domains = losses.domains.filter((lost) => lost.length > 0);
    if (domains.length * placement.workloads.length * placement.model.nodes.length > columnLimit) {
      return { offset: 0, terms: [] };
    }
    return { offset: 0, terms: domains.flatMap((lost) => waiting(placement, losses, lost)) };
  },
  // Nothing waits in most plans anyway. A plan in which something does is not taken for one in which nothing does.
  hold: (_, value) => value === 0,
};

function waiting(placement: PlacementProgram, { restartNodes }: PossibleLosses, lost: readonly number[]): readonly Term[] {
  const { model, program, base } = placement;
  const { requests, width, workloads } = model;
  const left = [...model.nodes.keys()].filter((n) => !lost.includes(n));
  const staying = placement.workloads.filter((w) => (workloads[w]?.tier ?? 4) <= lastSurvivingTier);
  const started: (readonly [w: number, n: number, column: number])[] = [];
  const terms = staying
    .filter((w) => workloads[w]?.pin !== "strict" && restartNodes(w).some((n) => !lost.includes(n)))
    .map((w): Term => {
      const most = model.wanted[w] ?? 0;
      const waits = program.addColumn(0, most, false);
      const starts = left
        .filter((n) => model.mayUse(w, n))
        .map((n): Term => {
          const column = program.addColumn(0, most, false);
          started.push([w, n, column]);
          return [column, -1];
        });
      const pods = placement.termsOf(w, (n) => Number(lost.includes(n)));
      program.addRow(Number.NEGATIVE_INFINITY, [...pods, ...starts, [waits, -1]], hopelessPods(model, w, restartNodes(w), lost));
      return [waits, 1];
    });
  for (const n of left) {
    for (let r = 0; r < width; r++) {
      const whole = Math.max(1, model.capacity[n * width + r] ?? 0);
      const request = (w: number): number => (requests[w * width + r] ?? 0) / whole;
      const there = staying.flatMap((w): readonly Term[] => {
        const column = placement.column(w, n);
        return column === undefined ? [] : [[column, request(w)]];
      });
      const arriving = started.flatMap(([w, on, column]): readonly Term[] => (on === n ? [[column, request(w)]] : []));
      const room = Math.max(0, (model.capacity[n * width + r] ?? 0) - base.used(n, r)) / whole;
      program.addRow(Number.NEGATIVE_INFINITY, [...there, ...arriving], room);
    }
  }
  return terms;
}
