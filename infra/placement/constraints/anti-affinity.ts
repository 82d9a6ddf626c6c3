import type { PlacementWorkload } from "../problem";
import { SparseCounts } from "../search/sparse-counts";
import type { Constraint } from "./constraint";

/**
 * No two pods of the workload in one domain. A node without the topology key is in no domain, so nothing there can
 * conflict.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/interpodaffinity/filtering.go
 */
export const antiAffinity: Constraint = {
  name: "anti-affinity",
  prepare: ({ antiAffinity: topologies, nodes, workloads }) => {
    const domain = (w: number, n: number): number => topologies[w]?.domainOf[n] ?? -1;
    return topologies.every((topology) => topology === undefined)
      ? undefined
      : {
          concerns: (w) => topologies[w] !== undefined,
          track: () => {
            // No key has more domains than there are nodes.
            const pods = new SparseCounts();
            const count = (w: number, n: number, by: 1 | -1): void => {
              const here = domain(w, n);
              if (here >= 0) {
                pods.add(w * nodes.length + here, by);
              }
            };
            return {
              allows: (w, n) => domain(w, n) < 0 || pods.get(w * nodes.length + domain(w, n)) === 0,
              reason: (w) => `another of its pods has this ${workloads[w]?.antiAffinityTopologyKey ?? ""}`,
              added: (w, n) => {
                count(w, n, 1);
              },
              removed: (w, n) => {
                count(w, n, -1);
              },
              // With one planned node lost, the others' domains are still taken.
              allowsFailover: (w, n, planned) =>
                domain(w, n) < 0 || planned.filter((other) => domain(w, other) === domain(w, n)).length <= 1,
            };
          },
        };
  },
  remedy: () => ({ text: "drop the anti-affinity", cost: 5, change: withoutAntiAffinity }),
};

function withoutAntiAffinity(workload: PlacementWorkload): PlacementWorkload {
  const copy = { ...workload };
  delete copy.antiAffinityTopologyKey;
  return copy;
}
