import { shared } from "../search/topology";
import type { Objective } from "./objective";

/**
 * Control planes are for the core: pods that are neither core nor a DaemonSet's and run on a control plane. Core pods
 * elsewhere do not count: they may stay where they are, and a full control plane may give some away.
 */
export const controlPlane: Objective = {
  name: "control-plane",
  levels: ({ nodes, workloads }) => {
    const isKept = Uint8Array.from(nodes, (node) => Number(node.controlPlane));
    const isOrdinary = Uint8Array.from(workloads, ({ core, mode }) => Number(!core && mode !== "perNode"));
    return [{ pod: (w, n) => (isKept[n] ?? 0) * (isOrdinary[w] ?? 0) }];
  },
  bound: ({ model, basePods, free, mostPods }) => {
    const { nodes: all, workloads } = model;
    const workersOf = shared((nodes: readonly number[]) => nodes.filter((n) => all[n]?.controlPlane === false));
    let forced = 0;
    for (const [w, n, pods] of basePods) {
      forced += workloads[w]?.core === false && workloads[w].mode !== "perNode" && all[n]?.controlPlane === true ? pods : 0;
    }
    for (const { w, pods, nodes } of free) {
      if (model.workloads[w]?.core === false) {
        const elsewhere = mostPods(w, workersOf(nodes), pods);
        forced += Math.max(0, pods - elsewhere);
      }
    }
    return forced;
  },
};
