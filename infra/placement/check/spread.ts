import type { Finding } from "../../diagnostics/finding";
import type { PlacementNode, PlacementWorkload, TopologySpread } from "../problem";
import { type CheckedPlan, type PlanRule, pathOf } from "./checked-plan";
import { isTolerated, matches } from "./node-match";

/**
 * Of every strict spread, each domain where the workload has pods has at most `maxSkew` pods more than the emptiest
 * domain. It can only be told from counts.
 */
export const checkSpread: PlanRule = (plan) => {
  const domainsOf = eligibleDomains(plan.problem.nodes);
  return !plan.isCounted
    ? []
    : plan.problem.workloads.flatMap((workload) => {
        const strict = workload.mode === "replicas" ? (workload.spreads?.filter((spread) => spread.strict) ?? []) : [];
        return strict.flatMap((spread) => unevenness(plan, workload, spread, domainsOf(workload, spread, strict)));
      });
};

/** The nodes that a spread counts. */
interface EligibleDomains {
  /** Domain of each, by the node's name. */
  readonly domainOf: ReadonlyMap<string, string>;
  readonly all: ReadonlySet<string>;
}

function unevenness(
  plan: CheckedPlan,
  workload: PlacementWorkload,
  spread: TopologySpread,
  { domainOf, all }: EligibleDomains,
): readonly Finding[] {
  const { topologyKey, maxSkew, minDomains = 1, selects = [workload.id] } = spread;
  const path = pathOf(workload);
  const sizes = new Map<string, number>();
  for (const [name, pods] of selects.flatMap((id) => [...(plan.pods.get(id) ?? [])])) {
    const domain = domainOf.get(name);
    if (domain !== undefined) {
      sizes.set(domain, (sizes.get(domain) ?? 0) + pods);
    }
  }
  const own = [...(plan.pods.get(workload.id)?.keys() ?? [])];
  const outside = own.filter((name) => !domainOf.has(name));
  const hasEmpty = sizes.size < all.size || all.size < minDomains;
  const least = hasEmpty ? 0 : Math.min(...sizes.values());
  const isUneven = own.some((name) => (sizes.get(domainOf.get(name) ?? "") ?? 0) - least > maxSkew);
  return [
    ...outside.map((name) => ({ path, message: `is spread over ${topologyKey}, which ${name} has no part in` })),
    ...(isUneven
      ? [{ path, message: `is spread ${[...sizes.values(), ...(hasEmpty ? [0] : [])].join(":")}, more than ${maxSkew} apart` }]
      : []),
  ];
}

/** Workloads that may use the same nodes share the answer. */
function eligibleDomains(
  nodes: readonly PlacementNode[],
): (workload: PlacementWorkload, spread: TopologySpread, all: readonly TopologySpread[]) => EligibleDomains {
  const known = new Map<string, EligibleDomains>();
  return (workload, { topologyKey, nodeAffinityPolicy = "Honor", nodeTaintsPolicy = "Honor" }, spreads) => {
    const { tolerations, requires, target } = workload;
    const keys = spreads.map((spread) => spread.topologyKey);
    const key = JSON.stringify([topologyKey, keys, nodeAffinityPolicy, nodeTaintsPolicy, tolerations, requires, target]);
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;

    function make(): EligibleDomains {
      const eligible = nodes.filter(
        (node) =>
          keys.every((each) => node.labels[each] !== undefined) &&
          (nodeAffinityPolicy === "Ignore" || (matches(requires, node) && matches(target, node))) &&
          (nodeTaintsPolicy === "Ignore" || isTolerated(workload, node)),
      );
      const domainOf = new Map(eligible.map((node) => [node.name, node.labels[topologyKey] ?? ""]));
      return { domainOf, all: new Set(domainOf.values()) };
    }
  };
}
