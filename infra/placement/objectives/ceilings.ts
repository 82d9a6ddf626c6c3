import { companyExcessPerMille } from "../certificate/company-excess";
import type { Model } from "../search/model";
import { cpu, memory } from "../search/model";
import type { State } from "../search/state";
import { type Objective, perMille, wholeBound } from "./objective";

/** Ceiling of a node's requests of resource `cpu` or `memory`, in per mille of what is allocatable. */
export function ceilingPerMille(model: Model, n: number, r: number): number {
  const { controlPlane, worker } = model.problem.ceilings;
  const ceilings = model.nodes[n]?.controlPlane === true ? controlPlane : worker;
  return Math.round(10 * (r === cpu ? ceilings.cpuPercent : ceilings.memoryPercent));
}

/** CPU and memory requests above the node's ceilings, in per mille of what is allocatable. */
export function excessPerMille(state: State, n: number): number {
  const { model } = state;
  let excess = 0;
  for (let r = cpu; r <= memory; r++) {
    excess += Math.max(0, perMille(state.used(n, r), model.capacity[n * model.width + r] ?? 0) - ceilingPerMille(model, n, r));
  }
  return excess;
}

/** {@link excessPerMille}, summed over nodes. */
export const ceilings: Objective = {
  name: "ceilings",
  levels: () => [{ node: excessPerMille }],
  bound: (relaxation) => {
    const { model, load, capacity, demands } = relaxation;
    const ceiling = (n: number, r: number): number => (ceilingPerMille(model, n, r) * capacity(n, r)) / 1000;
    let bound = 0;
    let certain = companyExcessPerMille(relaxation, ceiling);
    for (const r of [cpu, memory]) {
      let forced = 0;
      let forcedExactly = 0;
      model.nodes.forEach((_, n) => {
        forced += Math.max(0, perMille(load(n, r), capacity(n, r)) - ceilingPerMille(model, n, r));
        forcedExactly += capacity(n, r) > 0 ? (Math.max(0, load(n, r) - ceiling(n, r)) * 1000) / capacity(n, r) : 0;
      });
      // What a set of nodes must hold beyond its room under the ceilings costs least on its largest node.
      const overflow = Math.max(
        0,
        ...demands(r).map(({ nodes, amount }) => {
          const room = nodes.reduce((sum, n) => sum + Math.max(0, ceiling(n, r) - load(n, r)), 0);
          const largest = nodes.reduce((most, n) => Math.max(most, capacity(n, r)), 0);
          return largest > 0 ? (Math.max(0, amount - room) * 1000) / largest : 0;
        }),
      );
      bound += Math.max(forced, wholeBound(forcedExactly + overflow));
      certain += forcedExactly;
    }
    return Math.max(bound, wholeBound(certain));
  },
};
