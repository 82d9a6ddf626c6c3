import type { PlacementWorkload } from "../problem";
import type { StrictSpread } from "../search/strict-spreads";
import type { Constraint, ConstraintRemedy, ConstraintState, PreparedConstraint } from "./constraint";
import { DomainSizes } from "./domain-sizes";

/**
 * One more pod on the node leaves the fullest and the emptiest domain of each of the workload's spreads at most `maxSkew`
 * apart. Which nodes are in the domains is for {@link StrictSpread} to say; a node that lacks a topology key is refused.
 * Only strict (`DoNotSchedule`) spread is a constraint. This is for spreads over the workload's own pods alone.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/podtopologyspread/filtering.go
 */
export const spread: Constraint = {
  name: "spread",
  prepare: ({ movable, strictSpreads }): PreparedConstraint | undefined =>
    strictSpreads.every((spreads) => spreads.length === 0)
      ? undefined
      : {
          concerns: (w) => (strictSpreads[w]?.length ?? 0) > 0 && movable[w] === 1,
          mayBreak: true,
          provable: (w) => strictSpreads[w]?.length === 1,
          ownOnly: () => true,
          track: () => trackSpreads(strictSpreads),
        },
  remedy: () => withoutStrictSpread,
};

/** Makes all spreads of a workload preferences. */
export const withoutStrictSpread: ConstraintRemedy = {
  text: "make the spread a preference (strict: false)",
  cost: 2,
  change: (old: PlacementWorkload) =>
    old.spreads === undefined ? old : { ...old, spreads: old.spreads.map((each) => ({ ...each, strict: false })) },
};

/** One spread of one workload. */
interface Tracked {
  readonly spread: StrictSpread;
  readonly sizes: DomainSizes;
}

function trackSpreads(strictSpreads: readonly (readonly StrictSpread[])[]): ConstraintState {
  const tracked: (readonly Tracked[] | undefined)[] = [];
  let brokenWorkloads = 0;
  const spreadsOf = (w: number): readonly Tracked[] =>
    (tracked[w] ??= (strictSpreads[w] ?? []).map((each) => ({ spread: each, sizes: new DomainSizes(each.domains) })));
  const breaks = ({ spread: { maxSkew }, sizes }: Tracked): boolean => sizes.skew() > maxSkew;
  const isBroken = (w: number): boolean => spreadsOf(w).some(breaks);
  const couldAllow = (w: number, n: number): boolean => (strictSpreads[w] ?? []).every(({ domainOf }) => (domainOf[n] ?? -1) >= 0);
  const allowsOne = ({ spread: { domainOf, maxSkew }, sizes }: Tracked, n: number): boolean => {
    const domain = domainOf[n] ?? -1;
    return domain >= 0 && sizes.skew(domain) <= maxSkew;
  };
  const change = (w: number, n: number, by: "add" | "remove"): void => {
    const before = isBroken(w);
    for (const { spread: each, sizes } of spreadsOf(w)) {
      const domain = each.domainOf[n] ?? -1;
      if (domain >= 0) {
        sizes[by](domain);
      }
    }
    brokenWorkloads += Number(isBroken(w)) - Number(before);
  };
  return {
    allows: (w, n) => spreadsOf(w).every((each) => allowsOne(each, n)),
    reason: (w, n) => `would be spread unevenly over ${spreadsOf(w).find((each) => !allowsOne(each, n))?.spread.key ?? ""}`,
    added: (w, n) => {
      change(w, n, "add");
    },
    removed: (w, n) => {
      change(w, n, "remove");
    },
    isBroken,
    broken: () => brokenWorkloads,
    holdsWhereAllowed: true,
    couldAllow,
    crowding: (w, n) => {
      const most = spreadsOf(w).find(breaks) ?? spreadsOf(w)[0];
      return most === undefined ? 0 : most.sizes.size(most.spread.domainOf[n] ?? -1);
    },
    // A node outside the target would be an empty domain that strict spread has to fill, so it cannot be offered.
    allowsFailover: couldAllow,
  };
}
