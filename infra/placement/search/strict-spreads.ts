import { unmetRequirements } from "../constraints/requirements";
import { blockingTaints } from "../constraints/taints";
import { unmetTarget } from "../constraints/target";
import type { PlacementNode, PlacementWorkload, TopologySpread } from "../problem";
import type { PairClasses } from "./pair-classes";
import { type Topology, topologyOf } from "./topology";

/**
 * One strict spread of a workload. Its domains are those of the nodes that count: they carry the topology keys of all
 * strict spreads of the workload and pass both policies. With fewer of them than `minDomains` there is one more, which
 * nothing is ever in.
 */
export interface StrictSpread extends Topology {
  readonly key: string;
  readonly maxSkew: number;
}

/** A strict spread that counts other workloads' pods too, or does not count its own. */
export interface SharedSpread extends StrictSpread {
  /** Workloads whose pods are counted, ascending. */
  readonly counts: readonly number[];
  readonly countsItself: boolean;
}

/** By workload, those that count its own pods alone, and the others. */
export interface StrictSpreads {
  readonly own: readonly (readonly StrictSpread[])[];
  readonly shared: readonly (readonly SharedSpread[])[];
}

/**
 * Workloads that have the same ones share them.
 *
 * @param index of each workload, by its id.
 */
export function strictSpreadsOf(
  workloads: readonly PlacementWorkload[],
  index: ReadonlyMap<string, number>,
  nodes: readonly PlacementNode[],
  { workloadClass, table }: Pick<PairClasses, "workloadClass" | "table">,
): StrictSpreads {
  const matches = table(
    (workload, node) => unmetRequirements(node, workload.requires).length === 0 && unmetTarget(workload, node).length === 0,
  );
  const tolerates = table((workload, node) => blockingTaints(workload, node).length === 0);
  const known = new Map<string, readonly StrictSpread[]>();
  const own: (readonly StrictSpread[])[] = [];
  const shared: (readonly SharedSpread[])[] = [];
  workloads.forEach((workload, w) => {
    const strict = (workload.spreads ?? []).filter((spread) => spread.strict).sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
    if (strict.length === 0) {
      own.push(noSpreads);
      shared.push(noSharedSpreads);
      return;
    }
    const key = JSON.stringify([workloadClass[w], strict.map((spread) => ({ ...spread, selects: undefined }))]);
    const made = known.get(key) ?? strict.map((spread) => spreadOf(w, spread, strict));
    known.set(key, made);
    const countedBy = strict.map(({ selects = [workload.id] }) => selects.flatMap((id) => index.get(id) ?? []).sort((a, b) => a - b));
    const isOwn = (counts: readonly number[] | undefined): boolean => counts?.length === 1 && counts[0] === w;
    const owned = made.filter((_, i) => isOwn(countedBy[i]));
    own.push(owned.length === made.length ? made : owned);
    shared.push(
      made.flatMap((spread, i) => {
        const counts = countedBy[i] ?? [];
        return isOwn(counts) ? [] : [{ ...spread, counts, countsItself: counts.includes(w) }];
      }),
    );
  });
  return { own, shared };

  function spreadOf(w: number, spread: TopologySpread, all: readonly TopologySpread[]): StrictSpread {
    const { topologyKey, maxSkew, minDomains = 1, nodeAffinityPolicy = "Honor", nodeTaintsPolicy = "Honor" } = spread;
    const counts = (n: number): boolean =>
      all.every((other) => nodes[n]?.labels[other.topologyKey] !== undefined) &&
      (nodeAffinityPolicy === "Ignore" || matches(w, n)) &&
      (nodeTaintsPolicy === "Ignore" || tolerates(w, n));
    const { domainOf, domains } = topologyOf(nodes, topologyKey, counts);
    return { key: topologyKey, domainOf, domains: domains + Number(domains < minDomains && domains > 0), maxSkew };
  }
}

/** By what spreads are put in an order of their own: the table's has no meaning. */
function textOf({ topologyKey, maxSkew, minDomains, nodeAffinityPolicy, nodeTaintsPolicy, selects }: TopologySpread): string {
  return JSON.stringify([topologyKey, maxSkew, minDomains, nodeAffinityPolicy, nodeTaintsPolicy, selects]);
}

const noSpreads: readonly StrictSpread[] = [];
const noSharedSpreads: readonly SharedSpread[] = [];
