import type { Objective } from "./objective";

/**
 * Control planes are for the core: pods that are neither core nor a DaemonSet's and run on a control plane. Core pods
 * elsewhere do not count: they may stay where they are, and a full control plane may give some away.
 */
export const controlPlane: Objective = {
  name: "control-plane",
  levels: ({ nodes, workloads }) => [
    { pod: (w, n) => Number(nodes[n]?.controlPlane === true && workloads[w]?.core === false && workloads[w].mode !== "perNode") },
  ],
  bound: ({ model, baseCount, free, mostPods }) => {
    let forced = 0;
    model.workloads.forEach((workload, w) => {
      model.nodes.forEach((node, n) => {
        forced += workload.core || workload.mode === "perNode" || !node.controlPlane ? 0 : baseCount(w, n);
      });
    });
    for (const { w, pods, nodes } of free) {
      if (model.workloads[w]?.core === false) {
        const elsewhere = mostPods(
          w,
          nodes.filter((n) => model.nodes[n]?.controlPlane === false),
        );
        forced += Math.max(0, pods - elsewhere);
      }
    }
    return forced;
  },
};
