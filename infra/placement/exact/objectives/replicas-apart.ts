import { separationsOf } from "../../objectives/replicas-apart";
import type { Term } from "../linear-program";
import type { PlacementProgram } from "../placement-program";
import type { Formulation } from "./formulation";

/** A column per workload and group of nodes, at least 1 when all pods are in the group; with none so, rows that forbid it. */
export const replicasApartFormulation: Formulation = {
  form: (placement) => {
    const { program } = placement;
    const terms = together(placement).map(({ pods, all }): Term => {
      const column = program.addColumn(0, 1, false);
      program.addRow(Number.NEGATIVE_INFINITY, [...pods, [column, -1]], all - 1);
      return [column, 1];
    });
    return { offset: 0, terms };
  },
  hold: (placement, value) => {
    if (value > 0) {
      return false;
    }
    for (const { pods, all } of together(placement)) {
      placement.program.addRow(Number.NEGATIVE_INFINITY, pods, all - 1);
    }
    return true;
  },
};

/** Of each workload that could be spread, its pods in each group that could hold them all. */
function together(placement: PlacementProgram): readonly { readonly pods: readonly Term[]; readonly all: number }[] {
  const { model, program } = placement;
  return separationsOf(model).flatMap(({ groupOf, concerns }) =>
    placement.workloads.filter(concerns).flatMap((w) => {
      const all = model.wanted[w] ?? 0;
      return [...new Set(groupOf)].flatMap((group) => {
        const pods = placement.termsOf(w, (n) => Number(groupOf[n] === group)).filter(([, coefficient]) => coefficient > 0);
        const most = pods.reduce((sum, [column]) => sum + (program.columns[column]?.upper ?? 0), 0);
        return most < all ? [] : [{ pods, all }];
      });
    }),
  );
}
