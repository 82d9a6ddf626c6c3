import type { PlacementProgram } from "../placement-program";

/** Of a strictly spread workload, no domain has more pods than the emptiest one and its `maxSkew`, and none are outside. */
export function formulateSpread(placement: PlacementProgram): void {
  const { model, program } = placement;
  for (const w of placement.workloads) {
    for (const { domainOf, domains, maxSkew } of model.strictSpreads[w] ?? []) {
      const least = program.addColumn(0, model.wanted[w] ?? 0, false);
      for (let domain = 0; domain < domains; domain++) {
        const inside = placement.termsOf(w, (n) => Number(domainOf[n] === domain));
        program.addRow(0, [...inside, [least, -1]], maxSkew);
      }
      program.addRow(
        0,
        placement.termsOf(w, (n) => Number((domainOf[n] ?? -1) < 0)),
        0,
      );
    }
  }
}
