import type { PlacementWorkload, PodTerm } from "../problem";
import { type CheckedPlan, type PlanRule, pathOf } from "./checked-plan";

/**
 * No pod shares a domain with one that its anti-affinity selects. Looking from the pod that has the term finds all pairs;
 * what is fixed beside something fixed is not the plan's doing.
 */
export const checkAntiAffinity: PlanRule = (plan) => {
  const known = new Map<string, SelectedPods>();
  return plan.problem.workloads.flatMap((workload) =>
    termsOf(workload).flatMap((term) => {
      const key = JSON.stringify([term.topologyKey, term.selects]);
      const selected = known.get(key) ?? selectedPods(plan, term);
      known.set(key, selected);
      const own = term.selects.includes(workload.id) ? 1 : 0;
      const together = [...(plan.pods.get(workload.id) ?? [])].flatMap(([name, pods]) => {
        const domain = plan.nodes.get(name)?.labels[term.topologyKey];
        const there = domain === undefined ? undefined : selected.get(domain);
        return there !== undefined && (workload.mode === "fixed" ? there.chosen : there.all - own) > 0 ? [{ name, pods }] : [];
      });
      if (together.length === 0) {
        return [];
      }
      const path = pathOf(workload);
      if (own === 1 && term.selects.length === 1) {
        const crowded = together.some(({ pods }) => pods > 1);
        return [
          ...(together.length > 1 ? [{ path, message: `has two nodes with the same ${term.topologyKey}` }] : []),
          ...(crowded ? [{ path, message: "has two pods on one node against its anti-affinity" }] : []),
        ];
      }
      const names = together.map(({ name }) => name).join(", ");
      return [{ path, message: `is on ${names}, where it has ${term.selects.join(" or ")} with the same ${term.topologyKey}` }];
    }),
  );
};

/** By domain: all selected pods, and those that are not fixed. */
type SelectedPods = ReadonlyMap<string, { readonly all: number; readonly chosen: number }>;

function selectedPods({ nodes, workloads, pods }: CheckedPlan, { topologyKey, selects }: PodTerm): SelectedPods {
  const selected = new Map<string, { all: number; chosen: number }>();
  for (const id of selects) {
    for (const [name, here] of pods.get(id) ?? []) {
      const domain = nodes.get(name)?.labels[topologyKey];
      if (domain !== undefined) {
        const { all, chosen } = selected.get(domain) ?? { all: 0, chosen: 0 };
        selected.set(domain, { all: all + here, chosen: chosen + (workloads.get(id)?.mode === "fixed" ? 0 : here) });
      }
    }
  }
  return selected;
}

function termsOf({ id, antiAffinityTopologyKey: key, podAntiAffinity = [] }: PlacementWorkload): readonly PodTerm[] {
  return key === undefined ? podAntiAffinity : [{ topologyKey: key, selects: [id] }, ...podAntiAffinity];
}
