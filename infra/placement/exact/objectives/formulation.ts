import type { Level } from "../../objectives/objective";
import { restartsFor, restartWeight } from "../../objectives/restarts";
import { type LinearForm, scaled, sumOf } from "../linear-program";
import type { PlacementProgram } from "../placement-program";

/** How a level of an objective is said in a linear program in which every pod has a node. */
export interface Formulation {
  /** At most the level's value for every placement; adds the columns and rows that it needs. */
  readonly form: (placement: PlacementProgram, level: Level) => LinearForm;
  /** A stronger way than `form ≤ value` to keep a value; false when there is none for this value. */
  readonly hold?: (placement: PlacementProgram, value: number) => boolean;
}

/** The terms of a level that depend on a pod and its node alone. */
export function podForm(placement: PlacementProgram, { pod }: Level): LinearForm {
  const { model, base, workloads } = placement;
  if (pod === undefined) {
    return { offset: 0, terms: [] };
  }
  let offset = 0;
  model.workloads.forEach((_, w) => {
    model.nodes.forEach((__, n) => {
      offset += base.count(w, n) === 0 ? 0 : base.count(w, n) * pod(w, n);
    });
  });
  return { offset, terms: workloads.flatMap((w) => placement.termsOf(w, (n) => pod(w, n))).filter(([, coefficient]) => coefficient !== 0) };
}

/** Restarts, each counted by its tier and times the price. Where all pods restart together, a column says whether they do. */
export function restartForm(placement: PlacementProgram, price: number): LinearForm {
  const { model, program } = placement;
  return sumOf(
    placement.workloads.map((w) => {
      const moved = placement.moved(w);
      const all = restartsFor(model, w, 1);
      if (all <= 1) {
        return scaled(moved, price * restartWeight(model, w));
      }
      const together = program.addColumn(0, 1, true);
      const negated = moved.terms.map(([column, coefficient]) => [column, -coefficient] as const);
      program.addRow(moved.offset, [...negated, [together, all]], Number.POSITIVE_INFINITY);
      return { offset: 0, terms: [[together, price * restartWeight(model, w) * all]] };
    }),
  );
}
