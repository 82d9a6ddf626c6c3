import type { PlacementWorkload } from "../problem";
import type { ModelFacts } from "../search/model";
import type { Affinity, KeyedTopology } from "../search/pod-terms";
import { SparseCounts } from "../search/sparse-counts";
import type { Constraint, ConstraintState } from "./constraint";

/**
 * Required pod affinity: in the node's domain of every topology of the workload's terms is a pod that all of them select.
 * A workload that its own terms select may start anywhere on nodes with the topology keys as long as there is no such pod
 * at all. When pods leave, those that were there because of them may not be left alone, except in one domain that such a
 * first pod may have started in.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/interpodaffinity/filtering.go
 */
export const podAffinity: Constraint = {
  name: "pod-affinity",
  prepare: (model) =>
    model.affinity.every((each) => each === undefined)
      ? undefined
      : {
          concerns: (w) => model.affinity[w] !== undefined && model.movable[w] === 1,
          counts: (w) => model.affinity[w] !== undefined || model.dependents(w).length > 0,
          mayBreak: true,
          track: () => trackAffinity(model),
        },
  remedy: ({ colocateWith, podAffinity: terms = [] }) => {
    const ids = [...new Set([...(colocateWith === undefined ? [] : [colocateWith]), ...terms.flatMap(({ selects }) => selects)])];
    return { text: `let it run without ${ids.sort().join(" and ")}`, cost: 5, change: withoutAffinity };
  },
};

/** Pods that a selection counts, by domain of one topology. */
interface Selection {
  readonly topology: KeyedTopology;
  readonly selects: ReadonlySet<number>;
}

/** Workloads that wait for each other, if for anyone, and what they are with in the end: the others that they select. */
interface Circle {
  readonly topology: KeyedTopology;
  readonly members: ReadonlySet<number>;
  readonly company: ReadonlySet<number>;
  /** Whether a member may start where there is no company. */
  readonly mayStartAlone: boolean;
}

function trackAffinity(model: ModelFacts): ConstraintState {
  const { affinity, movable, nodes, workloads } = model;
  const { selections, selectionsOf, circles } = groups(model);
  const pods = new SparseCounts();
  const totals = new Int32Array(selections.length);
  const membersPods = new SparseCounts();
  const companyPods = new SparseCounts();
  /** Domains of each circle with members and without company; whatever cannot move was there before any of them. */
  const alone = new Int32Array(circles.length);
  const standing = new Int32Array(circles.length);
  const selecting = lists(workloads.length, selections, ({ selects }) => selects);
  const memberOf = lists(workloads.length, circles, ({ members }) => members);
  const companyOf = lists(workloads.length, circles, ({ company }) => company);
  let brokenCircles = 0;
  const isBrokenCircle = (c: number): boolean => (alone[c] ?? 0) > (circles[c]?.mayStartAlone === true && (standing[c] ?? 0) === 0 ? 1 : 0);
  const cell = (s: number, n: number): number => {
    const domain = selections[s]?.topology.domainOf[n] ?? -1;
    return domain < 0 ? -1 : s * nodes.length + domain;
  };
  const circleCell = (c: number, n: number): number => {
    const domain = circles[c]?.topology.domainOf[n] ?? -1;
    return domain < 0 ? -1 : c * nodes.length + domain;
  };
  const inCircle = (c: number, w: number, n: number, counts: SparseCounts, by: 1 | -1): void => {
    const at = circleCell(c, n);
    if (at >= 0) {
      const isAlone = (): number => Number(membersPods.get(at) > 0 && companyPods.get(at) === 0);
      const before = isAlone();
      const brokenBefore = isBrokenCircle(c);
      counts.add(at, by);
      if (counts === companyPods && movable[w] !== 1) {
        standing[c] = (standing[c] ?? 0) + by;
      }
      alone[c] = (alone[c] ?? 0) + isAlone() - before;
      brokenCircles += Number(isBrokenCircle(c)) - Number(brokenBefore);
    }
  };
  const count = (w: number, n: number, by: 1 | -1): void => {
    for (const s of selecting[w] ?? []) {
      const at = cell(s, n);
      if (at >= 0) {
        pods.add(at, by);
        totals[s] = (totals[s] ?? 0) + by;
      }
    }
    for (const c of memberOf[w] ?? []) {
      inCircle(c, w, n, membersPods, by);
    }
    for (const c of companyOf[w] ?? []) {
      inCircle(c, w, n, companyPods, by);
    }
  };
  const hasCompany = (w: number, n: number): boolean => selectionsOf[w]?.every((s) => cell(s, n) >= 0 && pods.get(cell(s, n)) > 0) ?? true;
  const hasKeys = (w: number, n: number): boolean => affinity[w]?.topologies.every(({ domainOf }) => (domainOf[n] ?? -1) >= 0) ?? true;
  const isFirst = (w: number, own: number): boolean =>
    affinity[w]?.matchesItself === true && (selectionsOf[w]?.every((s) => totals[s] === own) ?? true);
  const isAloneOn = (c: number, n: number): boolean => circleCell(c, n) >= 0 && companyPods.get(circleCell(c, n)) === 0;
  return {
    allows: (w, n) => hasCompany(w, n) || (isFirst(w, 0) && hasKeys(w, n)),
    reason: (w, n) => {
      const missing = affinity[w]?.topologies.find(({ domainOf }) => (domainOf[n] ?? -1) < 0);
      return missing === undefined
        ? `no pod of ${named(model, affinity[w])} has its ${lacking(w, n)}`
        : `has no ${missing.key}, over which it must be with ${named(model, affinity[w])}`;
    },
    added: (w, n) => {
      count(w, n, 1);
    },
    removed: (w, n) => {
      count(w, n, -1);
    },
    keeps: hasCompany,
    isBroken: (w) => memberOf[w]?.some(isBrokenCircle) ?? false,
    broken: () => brokenCircles,
    couldAllow: hasKeys,
    crowding: (w, n) => Number(memberOf[w]?.some((c) => isBrokenCircle(c) && isAloneOn(c, n)) ?? false),
    // A workload that is only with itself goes where it likes when its only node is lost.
    allowsFailover: (w, n, planned) =>
      hasKeys(w, n) && (hasCompany(w, n) || (planned.length === 1 && isFirst(w, podsOf(w, planned[0] ?? -1)))),
  };

  function podsOf(w: number, n: number): number {
    return memberOf[w]?.reduce((most, c) => Math.max(most, circleCell(c, n) < 0 ? 0 : membersPods.get(circleCell(c, n))), 0) ?? 0;
  }

  function lacking(w: number, n: number): string {
    const s = selectionsOf[w]?.find((each) => cell(each, n) < 0 || pods.get(cell(each, n)) === 0);
    return selections[s ?? -1]?.topology.key ?? "";
  }
}

function named({ workloads }: ModelFacts, own: Affinity | undefined): string {
  const ids = (own?.selects ?? []).map((w) => workloads[w]?.id ?? "");
  return ids.length === 0 ? "what all its terms select" : ids.length > 3 ? `${ids.length} workloads` : ids.join(" or ");
}

interface Groups {
  readonly selections: readonly Selection[];
  /** Of each workload with affinity, the indices of its selections: one for each topology. */
  readonly selectionsOf: readonly (readonly number[] | undefined)[];
  readonly circles: readonly Circle[];
}

function groups({ affinity }: ModelFacts): Groups {
  const selections: Selection[] = [];
  const known = new Map<string, number>();
  const circles = new Map<string, Circle>();
  const reached = affinity.map((_, w) => reachedFrom(affinity, w));
  const selectionsOf = affinity.map((own, w) => {
    const selects = new Set(own?.selects);
    const selectsKey = own?.selects.join() ?? "";
    const members = new Set([w, ...[...(reached[w] ?? [])].filter((other) => reached[other]?.has(w) === true)]);
    const membersKey = [...members].sort((a, b) => a - b).join();
    return own?.topologies.map((topology) => {
      circles.set(`${topology.key} ${membersKey} ${selectsKey}`, {
        topology,
        members,
        company: new Set([...selects].filter((other) => !members.has(other))),
        mayStartAlone: [...members].some((member) => affinity[member]?.matchesItself === true),
      });
      const key = `${topology.key} ${selectsKey}`;
      const s = known.get(key) ?? selections.push({ topology, selects }) - 1;
      known.set(key, s);
      return s;
    });
  });
  return { selections, selectionsOf, circles: [...circles.values()] };
}

/** All that the workload needs, and what these need. */
function reachedFrom(affinity: readonly (Affinity | undefined)[], w: number): ReadonlySet<number> {
  const reached = new Set<number>();
  const left = [...(affinity[w]?.selects ?? [])];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (!reached.has(next)) {
      reached.add(next);
      left.push(...(affinity[next]?.selects ?? []));
    }
  }
  return reached;
}

/** Of each workload, the indices of the items that have it in a set. */
function lists<Item>(
  workloads: number,
  items: readonly Item[],
  setOf: (item: Item) => ReadonlySet<number>,
): readonly (readonly number[])[] {
  const made: number[][] = Array.from({ length: workloads }, () => []);
  items.forEach((item, i) => {
    for (const w of setOf(item)) {
      made[w]?.push(i);
    }
  });
  return made;
}

function withoutAffinity(workload: PlacementWorkload): PlacementWorkload {
  const copy = { ...workload };
  delete copy.colocateWith;
  delete copy.podAffinity;
  return copy;
}
