import type { PlacementProgram } from "../placement-program";

/** A workload's pods are on nodes, or missing. */
export function formulateEveryPod(placement: PlacementProgram): void {
  for (const w of placement.workloads) {
    const wanted = placement.model.wanted[w] ?? 0;
    placement.podRows.push(placement.program.rows.length);
    placement.program.addRow(wanted, [...placement.termsOf(w, () => 1), ...placement.missing(w).terms], wanted);
  }
}
