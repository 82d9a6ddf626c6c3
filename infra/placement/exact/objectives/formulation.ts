import type { Level } from "../../objectives/objective";
import type { LinearForm } from "../linear-program";
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

/** Moved pods, each times its price. */
export function movedForm(placement: PlacementProgram, price: (w: number) => number): LinearForm {
  const forms = placement.workloads.map((w) => ({ price: price(w), ...placement.moved(w) }));
  return {
    offset: forms.reduce((sum, form) => sum + form.price * form.offset, 0),
    terms: forms.flatMap((form) => form.terms.map(([column, coefficient]) => [column, form.price * coefficient] as const)),
  };
}
