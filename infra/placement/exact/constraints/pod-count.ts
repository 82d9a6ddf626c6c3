import type { PlacementProgram } from "../placement-program";

/** No node runs more pods than its kubelet allows. */
export function formulatePodCount(placement: PlacementProgram): void {
  const { model, base, program } = placement;
  model.nodes.forEach((_, n) => {
    const slots = Math.max(0, (model.podCapacity[n] ?? 0) - (base.pods[n] ?? 0));
    const most = placement.workloads.reduce((sum, w) => sum + (program.columns[placement.column(w, n) ?? -1]?.upper ?? 0), 0);
    if (most > slots) {
      program.addRow(
        Number.NEGATIVE_INFINITY,
        placement.termsOn(n, () => 1),
        slots,
      );
    }
  });
}
