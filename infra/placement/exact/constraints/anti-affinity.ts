import type { Separation } from "../../search/pod-terms";
import type { Term } from "../linear-program";
import type { PlacementProgram } from "../placement-program";

/**
 * Of every term and domain: the workload's pods and the selected ones are not both there. Exact where a workload has one
 * pod, or the same pods that have the term are selected by it; else it only holds down how many there are.
 */
export function formulateAntiAffinity(placement: PlacementProgram): void {
  const { model } = placement;
  const sets = new Map<string, { readonly separation: Separation; readonly owners: number[] }>();
  model.separations.forEach((separations, w) => {
    for (const separation of separations) {
      const key = `${separation.topology.key} ${separation.selects.join()}`;
      const known = sets.get(key) ?? { separation, owners: [] };
      known.owners.push(w);
      sets.set(key, known);
    }
  });
  for (const { separation, owners } of sets.values()) {
    const { selects, topology } = separation;
    const isMutual = owners.length === selects.length && owners.every((w) => selects.includes(w));
    for (let domain = 0; domain < topology.domains; domain++) {
      const inDomain = (n: number): boolean => topology.domainOf[n] === domain;
      if (isMutual) {
        limit(placement, owners, inDomain, () => 1, isInBase(placement, owners, inDomain) ? 0 : 1);
        continue;
      }
      for (const owner of owners) {
        keepOut(placement, [owner], selects, inDomain);
        for (const selected of selects) {
          const pair = owner === selected ? [owner] : [owner, selected];
          limit(placement, pair, inDomain, (w) => (owner === selected ? 1 : 1 / Math.max(1, model.wanted[w] ?? 0)), 1);
        }
      }
      keepOut(placement, selects, owners, inDomain);
    }
  }
}

type InDomain = (n: number) => boolean;

/** None of the ones where the base has pods of the others. */
function keepOut(placement: PlacementProgram, ones: readonly number[], others: readonly number[], inDomain: InDomain): void {
  if (isInBase(placement, others, inDomain)) {
    limit(placement, ones, inDomain, () => 1, 0);
  }
}

function isInBase({ base }: PlacementProgram, workloads: readonly number[], inDomain: InDomain): boolean {
  return workloads.some((w) => base.nodesOf(w).some(inDomain));
}

function limit(
  placement: PlacementProgram,
  workloads: readonly number[],
  inDomain: InDomain,
  coefficient: (w: number) => number,
  most: number,
): void {
  const terms = workloads.flatMap((w): readonly Term[] =>
    placement.termsOf(w, (n) => (inDomain(n) ? coefficient(w) : 0)).filter(([, factor]) => factor !== 0),
  );
  if (terms.length > 0) {
    placement.program.addRow(Number.NEGATIVE_INFINITY, terms, most);
  }
}
