import type { PlacementProgram } from "../placement-program";

/**
 * Pods that must be with others are only in domains where these have any. Of workloads that select themselves, which one
 * of their pods may start alone, nothing is said.
 */
export function formulatePodAffinity(placement: PlacementProgram): void {
  const { model, base, program } = placement;
  for (const w of placement.workloads) {
    const affinity = model.affinity[w];
    for (const { domainOf } of affinity?.topologies ?? []) {
      model.nodes.forEach((_, n) => {
        const column = placement.column(w, n);
        const domain = domainOf[n] ?? -1;
        const inDomain = (other: number): boolean => domain >= 0 && domainOf[other] === domain;
        const selects = affinity?.selects ?? [];
        if (
          column === undefined ||
          (domain >= 0 && (affinity?.matchesItself === true || selects.some((s) => base.nodesOf(s).some(inDomain))))
        ) {
          return;
        }
        const most = program.columns[column]?.upper ?? 0;
        const company = selects.flatMap((s) => placement.termsOf(s, (other) => (inDomain(other) ? -most : 0)));
        program.addRow(Number.NEGATIVE_INFINITY, [[column, 1], ...company.filter(([, factor]) => factor !== 0)], 0);
      });
    }
  }
}
