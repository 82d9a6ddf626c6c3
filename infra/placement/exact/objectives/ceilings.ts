import { ceilingPerMille } from "../../objectives/ceilings";
import { cpu, memory } from "../../search/model";
import type { LinearForm } from "../linear-program";
import type { PlacementProgram } from "../placement-program";
import type { Formulation } from "./formulation";

/** A column per node and resource for the whole per mille above its ceiling; with none above, the ceilings are capacities. */
export const ceilingsFormulation: Formulation = {
  form: (placement): LinearForm => {
    const { model, program } = placement;
    const excesses = nodesWithCapacity(placement).map(({ n, r, capacity }) => {
      const excess = program.addColumn(0, Number.POSITIVE_INFINITY, true);
      const perMille = placement.requested(n, r).map(([column, request]) => [column, (-1000 * request) / capacity] as const);
      program.addRow(
        (1000 * placement.base.used(n, r)) / capacity - ceilingPerMille(model, n, r),
        [[excess, 1], ...perMille],
        Number.POSITIVE_INFINITY,
      );
      return [excess, 1] as const;
    });
    return { offset: 0, terms: excesses };
  },
  hold: (placement, value) => {
    if (value > 0) {
      return false;
    }
    for (const { n, r, capacity } of nodesWithCapacity(placement)) {
      placement.limitRoom(n, r, (ceilingPerMille(placement.model, n, r) * capacity) / 1000 - placement.base.used(n, r));
    }
    return true;
  },
};

/** CPU and memory of every node that has some. Pods that request nothing of a resource may be where there is none. */
function nodesWithCapacity({ model }: PlacementProgram): readonly { readonly n: number; readonly r: number; readonly capacity: number }[] {
  return model.nodes
    .flatMap((_, n) => [cpu, memory].map((r) => ({ n, r, capacity: model.capacity[n * model.width + r] ?? 0 })))
    .filter(({ capacity }) => capacity > 0);
}
