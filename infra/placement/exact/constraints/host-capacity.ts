import { cpu, memory } from "../../search/model";
import type { PlacementProgram } from "../placement-program";

/** What movable pods request on all nodes of a host is at most what fixed pods and DaemonSets leave of it. */
export function formulateHostCapacity(placement: PlacementProgram): void {
  const { model, base, program } = placement;
  for (const { name, cpuMilli, memoryBytes } of model.problem.hosts ?? []) {
    const nodes = model.nodes.flatMap(({ host }, n) => (host === name ? [n] : []));
    for (const [r, has] of [
      [cpu, cpuMilli],
      [memory, memoryBytes],
    ] as const) {
      const whole = Math.max(1, has);
      const left = Math.max(0, has - nodes.reduce((sum, n) => sum + base.used(n, r), 0));
      const terms = nodes.flatMap((n) => placement.requested(n, r)).map(([column, request]) => [column, request / whole] as const);
      if (terms.length > 0) {
        program.addRow(Number.NEGATIVE_INFINITY, terms, left / whole);
      }
    }
  }
}
