import { idleMilliwatts, maySleep, restartPriceMilliwatts } from "../../objectives/watts";
import { cpu, memory } from "../../search/model";
import { type LinearForm, sumOf } from "../linear-program";
import type { PlacementProgram } from "../placement-program";
import { type Formulation, podForm, restartForm } from "./formulation";

/** What runs adds its watts wherever it is; a column per node that may sleep says whether it is awake. */
export const wattsFormulation: Formulation = {
  form: (placement, level) => sumOf([podForm(placement, level), restartForm(placement, restartPriceMilliwatts), ...idleForms(placement)]),
};

function idleForms(placement: PlacementProgram): readonly LinearForm[] {
  const { model, base } = placement;
  return model.nodes.map((_, n) => {
    const idle = idleMilliwatts(model, n);
    return maySleep(model, n) && base.busy[n] === 0 ? { offset: 0, terms: [[awake(placement, n), idle]] } : { offset: idle, terms: [] };
  });
}

/** 1 when the node runs more than DaemonSets. Only then has it any room. */
function awake(placement: PlacementProgram, n: number): number {
  const { program } = placement;
  const column = program.addSwitch();
  placement.awake.set(n, column);
  for (const [pods] of placement.termsOn(n, () => 1)) {
    program.addRow(
      Number.NEGATIVE_INFINITY,
      [
        [pods, 1],
        [column, -(program.columns[pods]?.upper ?? 0)],
      ],
      0,
    );
  }
  for (const r of [cpu, memory]) {
    const room = placement.room(n, r);
    if (room > 0) {
      const shares = placement.requested(n, r).map(([pods, request]) => [pods, request / room] as const);
      program.addRow(Number.NEGATIVE_INFINITY, [...shares, [column, -1]], 0);
    }
  }
  return column;
}
