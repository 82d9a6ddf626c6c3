import type { PlacementProgram } from "../placement-program";

/** At most one pod of a workload in each domain of its anti-affinity's topology. */
export function formulateAntiAffinity(placement: PlacementProgram): void {
  const { model, program } = placement;
  for (const w of placement.workloads) {
    const topology = model.antiAffinity[w];
    for (let domain = 0; domain < (topology?.domains ?? 0); domain++) {
      program.addRow(
        Number.NEGATIVE_INFINITY,
        placement.termsOf(w, (n) => Number(topology?.domainOf[n] === domain)),
        1,
      );
    }
  }
}
