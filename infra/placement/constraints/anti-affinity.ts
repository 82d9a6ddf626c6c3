import type { PlacementWorkload } from "../problem";
import type { ModelFacts } from "../search/model";
import type { KeyedTopology } from "../search/pod-terms";
import { SparseCounts } from "../search/sparse-counts";
import type { State } from "../search/state";
import type { Constraint, ConstraintState } from "./constraint";

/**
 * Required pod anti-affinity: no pod that one of the workload's terms selects is in the node's domain, and no pod there
 * has a term that selects the workload. A node without the topology key is in no domain, so nothing there can conflict.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/interpodaffinity/filtering.go
 */
export const antiAffinity: Constraint = {
  name: "anti-affinity",
  prepare: (model) => {
    const terms = distinctTerms(model);
    const byWorkload: TermsByWorkload = {
      owned: termsOf(model, terms, ({ owners }) => owners),
      selecting: termsOf(model, terms, ({ selects }) => selects),
      ownedOneWay: termsOf(model, terms, (term) => (isMutual(term) ? [] : term.owners)),
      selectingOneWay: termsOf(model, terms, (term) => (isMutual(term) ? [] : term.selects)),
    };
    const concerning = (w: number): readonly number[] => [...(byWorkload.owned[w] ?? []), ...(byWorkload.selecting[w] ?? [])];
    return terms.length === 0
      ? undefined
      : {
          concerns: (w) => concerning(w).length > 0,
          provable: () => true,
          ownOnly: (w) =>
            concerning(w).every((t) => {
              const term = terms[t];
              return term?.owners.size === 1 && term.selects.size === 1 && term.topology === model.antiAffinity[w];
            }),
          excludes: (w, other) => [
            ...(byWorkload.owned[w] ?? []).flatMap((t) => domainsIf(terms[t], ({ selects }) => selects.has(other))),
            ...(byWorkload.selecting[w] ?? []).flatMap((t) => domainsIf(terms[t], ({ owners }) => owners.has(other))),
          ],
          track: (state) => trackTerms(model, terms, byWorkload, state),
        };
  },
  // Its own, and that of others towards it.
  relief: ({ model: { workloads } }, w) => {
    const id = workloads[w]?.id ?? "";
    const owns = workloads[w]?.antiAffinityTopologyKey !== undefined || (workloads[w]?.podAntiAffinity?.length ?? 0) > 0;
    const others = workloads.filter(
      (other) => other.id !== id && other.podAntiAffinity?.some(({ selects }) => selects.includes(id)) === true,
    );
    const whose = [...(owns ? [""] : []), ...(others.length > 0 ? [` of ${others.map((other) => other.id).join(", ")}`] : [])];
    return {
      text: `drop the anti-affinity${whose.join(" and that")}`,
      cost: 5,
      apply: (problem) => ({
        ...problem,
        workloads: problem.workloads.map((each) => (each.id === id ? withoutAntiAffinity(each) : withoutSelecting(each, id))),
      }),
    };
  },
};

/** A term with all workloads that have it. */
interface Term {
  readonly topology: KeyedTopology;
  readonly selects: ReadonlySet<number>;
  readonly owners: ReadonlySet<number>;
}

/** Whether all that it selects have it and no others: it then says the same from both sides. */
function isMutual({ owners, selects }: Term): boolean {
  return owners.size === selects.size && [...owners].every((w) => selects.has(w));
}

function domainsIf(term: Term | undefined, holds: (term: Term) => boolean): readonly Int32Array[] {
  return term !== undefined && holds(term) ? [term.topology.domainOf] : [];
}

function distinctTerms({ separations }: ModelFacts): readonly Term[] {
  const known = new Map<string, { topology: KeyedTopology; selects: ReadonlySet<number>; owners: Set<number> }>();
  separations.forEach((own, w) => {
    for (const { topology, selects } of own) {
      const key = `${topology.key} ${selects.join()}`;
      const term = known.get(key) ?? { topology, selects: new Set(selects), owners: new Set<number>() };
      term.owners.add(w);
      known.set(key, term);
    }
  });
  return [...known.values()];
}

/** Of each workload, the numbers of the terms that it has, and of those that select it. */
interface TermsByWorkload {
  readonly owned: readonly (readonly number[])[];
  readonly selecting: readonly (readonly number[])[];
  /** The same without those that are mutual, and so need not be looked at twice. */
  readonly ownedOneWay: readonly (readonly number[])[];
  readonly selectingOneWay: readonly (readonly number[])[];
}

function termsOf({ workloads }: ModelFacts, terms: readonly Term[], of: (term: Term) => Iterable<number>): readonly (readonly number[])[] {
  const lists: number[][] = terms.length === 0 ? [] : workloads.map(() => []);
  terms.forEach((term, t) => {
    for (const w of of(term)) {
      lists[w]?.push(t);
    }
  });
  return lists;
}

function trackTerms(
  { nodes, workloads }: ModelFacts,
  terms: readonly Term[],
  { owned, selecting, ownedOneWay, selectingOneWay }: TermsByWorkload,
  state: State,
): ConstraintState {
  // No key has more domains than there are nodes.
  const selectedPods = new SparseCounts();
  const ownersPods = new SparseCounts();
  /** Of each term, all pods in {@link selectedPods}: where there are none, no domain need be looked up. */
  const selectedAnywhere = new Int32Array(terms.length);
  const cell = (t: number, n: number): number => {
    const domain = terms[t]?.topology.domainOf[n] ?? -1;
    return domain < 0 ? -1 : t * nodes.length + domain;
  };
  const count = (w: number, n: number, by: 1 | -1): void => {
    for (const t of selecting[w] ?? []) {
      if (cell(t, n) >= 0) {
        selectedPods.add(cell(t, n), by);
        selectedAnywhere[t] = (selectedAnywhere[t] ?? 0) + by;
      }
    }
    for (const t of ownedOneWay[w] ?? []) {
      if (cell(t, n) >= 0) {
        ownersPods.add(cell(t, n), by);
      }
    }
  };
  /** The first term that conflicts when so many of the workload's own pods in a domain are not counted. */
  const conflict = (w: number, n: number, discount: (topology: KeyedTopology) => number): number | undefined => {
    const conflicts = (t: number, pods: SparseCounts, countsOwn: boolean): boolean => {
      const at = cell(t, n);
      const topology = terms[t]?.topology;
      return at >= 0 && topology !== undefined && pods.get(at) - (countsOwn ? discount(topology) : 0) > 0;
    };
    return (
      owned[w]?.find((t) => conflicts(t, selectedPods, terms[t]?.selects.has(w) === true)) ??
      selectingOneWay[w]?.find((t) => conflicts(t, ownersPods, terms[t]?.owners.has(w) === true))
    );
  };
  const allows = (w: number, n: number): boolean => {
    for (const t of owned[w] ?? []) {
      const at = selectedAnywhere[t] === 0 ? -1 : cell(t, n);
      if (at >= 0 && selectedPods.get(at) > 0) {
        return false;
      }
    }
    for (const t of selectingOneWay[w] ?? []) {
      const at = cell(t, n);
      if (at >= 0 && ownersPods.get(at) > 0) {
        return false;
      }
    }
    return true;
  };
  return {
    allows,
    reason: (w, n) => {
      const term = terms[conflict(w, n, () => 0) ?? -1];
      const others = new Set([
        ...(term?.owners.has(w) === true ? term.selects : []),
        ...(term?.selects.has(w) === true ? term.owners : []),
      ]);
      const inDomain = (other: number): boolean =>
        state.nodesOf(other).some((there) => term?.topology.domainOf[there] === term?.topology.domainOf[n]);
      const other = others.has(w) && inDomain(w) ? w : [...others].find(inDomain);
      return `${other === w || other === undefined ? "another of its pods" : (workloads[other]?.id ?? "")} has this ${term?.topology.key ?? ""}`;
    },
    added: (w, n) => {
      count(w, n, 1);
    },
    removed: (w, n) => {
      count(w, n, -1);
    },
    // With one planned node lost, its own pods on the others still take their domains.
    allowsFailover: (w, n, planned) => {
      if (allows(w, n)) {
        return true;
      }
      const inDomain = ({ domainOf }: KeyedTopology): readonly number[] => planned.filter((other) => domainOf[other] === domainOf[n]);
      return (
        conflict(w, n, (topology) => {
          const own = inDomain(topology);
          return own.length > 1 ? 0 : own.reduce((sum, other) => sum + state.count(w, other), 0);
        }) === undefined
      );
    },
  };
}

function withoutAntiAffinity(workload: PlacementWorkload): PlacementWorkload {
  const copy = { ...workload };
  delete copy.antiAffinityTopologyKey;
  delete copy.podAntiAffinity;
  return copy;
}

function withoutSelecting(workload: PlacementWorkload, id: string): PlacementWorkload {
  return workload.podAntiAffinity?.some(({ selects }) => selects.includes(id)) !== true
    ? workload
    : {
        ...workload,
        podAntiAffinity: workload.podAntiAffinity.map((term) => ({ ...term, selects: term.selects.filter((selected) => selected !== id) })),
      };
}
