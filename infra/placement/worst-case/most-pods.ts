import type { State } from "../search/state";

/**
 * How many pods of each workload can be on each node at most (workloads × nodes), beside what is there whatever the
 * scheduler chooses: all of them where it is allowed, unless
 *
 * - the node has not got the room;
 * - anti-affinity keeps them apart;
 * - strict spread fills other domains first. When a pod is put into a domain, that is then at most `maxSkew` above the
 *   emptiest, so of `p` pods in `d` domains one holds at most `(p + (d - 1) * maxSkew) / d`. Pods that end later only make
 *   it fewer.
 */
export function mostPods(base: State): Int32Array {
  const { model } = base;
  return Int32Array.from(model.workloads.flatMap((_, w) => model.nodes.map((__, n) => mostOn(base, w, n))));
}

function mostOn(base: State, w: number, n: number): number {
  const { admits, antiAffinity, movable, podCapacity, requests, resources, strictSpreads, wanted } = base.model;
  if (movable[w] !== 1 || !admits(w, n)) {
    return 0;
  }
  const all = wanted[w] ?? 0;
  const room = resources.map((_, r) => {
    const request = requests[w * resources.length + r] ?? 0;
    return request === 0 ? all : Math.floor(Math.max(0, base.free(n, r)) / request);
  });
  const apart = (antiAffinity[w]?.domainOf[n] ?? -1) >= 0 ? 1 : all;
  const inDomains = (strictSpreads[w] ?? []).map(({ domainOf, domains, maxSkew }) =>
    (domainOf[n] ?? -1) < 0 ? 0 : Math.floor((all + (domains - 1) * maxSkew) / domains),
  );
  return Math.max(0, Math.min(all, ...room, (podCapacity[n] ?? 0) - (base.pods[n] ?? 0), apart, ...inDomains));
}
