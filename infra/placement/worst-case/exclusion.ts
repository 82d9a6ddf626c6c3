import type { Model } from "../search/model";

/**
 * Where a pod of the one workload keeps pods of the other away by its mere presence: numbers of domains, the same for all
 * nodes that it does so on, -1 for a node on which it keeps them from nowhere. Undefined when they can be together
 * anywhere. Domains of several rules that share a node are taken as one, which may say too much, never too little.
 */
export function exclusionDomains({ constraints: { prepared }, nodes }: Model, w: number, other: number): Int32Array | undefined {
  const [first, ...others] = prepared.flatMap(({ excludes }) => excludes?.(w, other) ?? []);
  return first === undefined || others.length === 0 ? first : joined([first, ...others], nodes.length);
}

function joined(partitions: readonly Int32Array[], nodes: number): Int32Array {
  // The least number of a node that it is joined with, directly or through others.
  const root = Int32Array.from({ length: nodes }, (_, n) => n);
  for (let changed = true; changed;) {
    changed = false;
    for (const domainOf of partitions) {
      const least = new Map<number, number>();
      domainOf.forEach((domain, n) => {
        least.set(domain, Math.min(least.get(domain) ?? n, root[n] ?? n));
      });
      domainOf.forEach((domain, n) => {
        const to = domain < 0 ? (root[n] ?? n) : (least.get(domain) ?? n);
        changed ||= to !== root[n];
        root[n] = to;
      });
    }
  }
  return root.map((domain, n) => (partitions.some((domainOf) => (domainOf[n] ?? -1) >= 0) ? domain : -1));
}
