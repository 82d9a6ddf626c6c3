import { balanceWeights, restartPrice } from "../../objectives/balance";
import { cpu, memory } from "../../search/model";
import { type LinearForm, sumOf } from "../linear-program";
import type { PlacementProgram } from "../placement-program";
import { type Formulation, podForm, restartForm } from "./formulation";

/** Utilisation is a share here, not per mille: figures of similar size keep the solver exact. */
export const perSquare = 1000 ** 2;

/** A pair of columns per node and resource: how full it is, and the square of that. */
export const balanceFormulation: Formulation = {
  form: (placement, level) => sumOf([podForm(placement, level), restartForm(placement, restartPrice), ...squareForms(placement)]),
};

function squareForms(placement: PlacementProgram): readonly LinearForm[] {
  const { model, program } = placement;
  return [cpu, memory].flatMap((r) =>
    balanceWeights(model, r).flatMap((weight, n) => {
      const capacity = model.capacity[n * model.width + r] ?? 0;
      if (weight === 0 || capacity === 0) {
        return [];
      }
      const square = program.addColumn(0, Number.POSITIVE_INFINITY, false);
      program.addSquare({ root: placement.share(n, r), column: square, weight });
      return [{ offset: 0, terms: [[square, perSquare] as const] }];
    }),
  );
}
