import { noLeader } from "../../search/pod-terms";
import type { PlacementProgram } from "../placement-program";

/** Pods that must be with another workload's are only where it has one. */
export function formulateColocation(placement: PlacementProgram): void {
  const { model, base, program } = placement;
  for (const w of placement.workloads) {
    const leader = model.leader[w] ?? noLeader;
    if (leader === noLeader) {
      continue;
    }
    model.nodes.forEach((_, n) => {
      const column = placement.column(w, n);
      const most = program.columns[column ?? -1]?.upper ?? 0;
      if (column !== undefined && (leader < 0 || base.count(leader, n) === 0)) {
        const leading = placement.column(leader, n);
        program.addRow(Number.NEGATIVE_INFINITY, [[column, 1], ...(leading === undefined ? [] : [[leading, -most] as const])], 0);
      }
    });
  }
}
