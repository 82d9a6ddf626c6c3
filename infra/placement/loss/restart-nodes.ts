import { noLeader } from "../search/pod-terms";
import type { Model } from "../search/model";
import { shared } from "../search/topology";

/** The least important tier whose pods a plan lets survive: below, a pod may wait until the node is back. */
export const lastSurvivingTier = 2;

/**
 * The nodes, ascending, on which a pod of the workload could be after a loss by some plan, however full they are: those
 * that its taints and requirements allow (the planned ones alone, so within the target, where they are required), no
 * control plane unless it is core, large enough for it alone, and possible for what it must be with. None for a pod that
 * is fixed or a DaemonSet's. Workloads with the same ones share one list.
 */
export function restartNodes(model: Model): (w: number) => readonly number[] {
  const { nodes, workloads, requests, capacity, width, leader, movable } = model;
  const sizes = [...Map.groupBy(nodes.keys(), (n) => capacity.subarray(n * width, (n + 1) * width).join()).values()];
  const sizeOf = new Int32Array(nodes.length);
  sizes.forEach((members, size) => {
    for (const n of members) {
      sizeOf[n] = size;
    }
  });
  const lists = new Map<string, readonly number[]>();
  const none: readonly number[] = [];
  const pool = shared((key: string): readonly number[] => (key === "" ? none : key.split(",").map(Number)));

  // Workloads request many amounts, and few of them differ in which sizes of nodes are large enough.
  const ofKey = (w: number): readonly number[] => {
    const { core = false, pin = "prefer" } = workloads[w] ?? {};
    const amounts = requests.subarray(w * width, (w + 1) * width);
    const fits = sizes.map(([n = 0]) => amounts.every((amount, r) => amount <= (capacity[n * width + r] ?? 0)));
    const key = [model.classes.workloadClass[w], core, pin, ...fits].join();
    const known = lists.get(key);
    if (known !== undefined) {
      return known;
    }
    const may = pin === "strict" ? model.mayStart : model.mayUse;
    const found = [...nodes.keys()].filter((n) => may(w, n) && (core || nodes[n]?.controlPlane === false) && fits[sizeOf[n] ?? 0] === true);
    const list = pool(found.join());
    lists.set(key, list);
    return list;
  };
  const possible = (w: number, followed: readonly number[]): readonly number[] => {
    if (movable[w] !== 1) {
      return [...nodes.keys()].filter((n) => (workloads[w]?.mode === "perNode" ? model.mayStart(w, n) : model.running(w, n) > 0));
    }
    const own = ofKey(w);
    const first = leader[w] ?? noLeader;
    if (first === noLeader || followed.includes(first)) {
      return own;
    }
    const company = new Set(first < 0 ? [] : possible(first, [...followed, w]));
    return pool(own.filter((n) => company.has(n)).join());
  };
  return shared((w: number) => (movable[w] === 1 ? possible(w, []) : none));
}
