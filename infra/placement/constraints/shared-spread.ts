import type { ModelFacts } from "../search/model";
import type { SharedSpread } from "../search/strict-spreads";
import type { State } from "../search/state";
import type { Constraint, ConstraintState } from "./constraint";
import { DomainSizes } from "./domain-sizes";
import { withoutStrictSpread } from "./spread";

/**
 * Strict spread that counts other workloads' pods too: the domain that the pod goes to has, with it, at most `maxSkew`
 * pods more than the emptiest. The others may go where they like, as long as that holds for every domain where the
 * workload has pods in the end.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/podtopologyspread/filtering.go
 */
export const sharedSpread: Constraint = {
  name: "spread",
  prepare: (model) => {
    const { movable, sharedSpreads } = model;
    const counted = new Set(sharedSpreads.flatMap((spreads) => spreads.flatMap(({ counts }) => counts)));
    const has = (w: number): boolean => (sharedSpreads[w]?.length ?? 0) > 0;
    return counted.size === 0 && !model.workloads.some((_, w) => has(w))
      ? undefined
      : {
          concerns: (w) => has(w) && movable[w] === 1,
          counts: (w) => has(w) || counted.has(w),
          mayBreak: true,
          track: (state) => trackSpreads(model, state),
        };
  },
  remedy: () => withoutStrictSpread,
};

/** One spread of one workload. */
interface Tracked {
  readonly w: number;
  readonly spread: SharedSpread;
  readonly sizes: DomainSizes;
  isBroken: boolean;
}

function trackSpreads({ movable, sharedSpreads, workloads }: ModelFacts, state: State): ConstraintState {
  const ofOwner: Tracked[][] = workloads.map(() => []);
  /** Spreads that a pod of the workload may break: its own, and those that count it. */
  const touching: Tracked[][] = workloads.map(() => []);
  sharedSpreads.forEach((spreads, w) => {
    for (const spread of movable[w] === 1 ? spreads : []) {
      const made: Tracked = { w, spread, sizes: new DomainSizes(spread.domains), isBroken: false };
      ofOwner[w]?.push(made);
      for (const other of new Set([w, ...spread.counts])) {
        touching[other]?.push(made);
      }
    }
  });
  let broken = 0;
  const domain = ({ spread }: Tracked, n: number): number => spread.domainOf[n] ?? -1;
  const isOver = (each: Tracked, n: number): boolean =>
    domain(each, n) >= 0 && each.sizes.size(domain(each, n)) - each.sizes.least > each.spread.maxSkew;
  const couldAllow = (w: number, n: number): boolean => ofOwner[w]?.every((each) => domain(each, n) >= 0) ?? true;
  const change = (w: number, n: number, by: "add" | "remove"): void => {
    for (const each of touching[w] ?? []) {
      if (domain(each, n) >= 0 && (each.w === w ? each.spread.countsItself : true)) {
        each.sizes[by](domain(each, n));
      }
      const isBroken = state.nodesOf(each.w).some((there) => isOver(each, there));
      broken += Number(isBroken) - Number(each.isBroken);
      each.isBroken = isBroken;
    }
  };
  const allowsOne = (each: Tracked, n: number): boolean =>
    domain(each, n) >= 0 && each.sizes.size(domain(each, n)) + Number(each.spread.countsItself) - each.sizes.least <= each.spread.maxSkew;
  return {
    allows: (w, n) => ofOwner[w]?.every((each) => allowsOne(each, n)) ?? true,
    reason: (w, n) => `would be spread unevenly over ${ofOwner[w]?.find((each) => !allowsOne(each, n))?.spread.key ?? ""}`,
    added: (w, n) => {
      change(w, n, "add");
    },
    removed: (w, n) => {
      change(w, n, "remove");
    },
    isBroken: (w) => ofOwner[w]?.some(({ isBroken }) => isBroken) ?? false,
    broken: () => broken,
    couldAllow,
    crowding: (w, n) => {
      const over = ofOwner[w]?.find(({ isBroken }) => isBroken);
      return over === undefined ? 0 : over.sizes.size(domain(over, n));
    },
    allowsFailover: couldAllow,
  };
}
