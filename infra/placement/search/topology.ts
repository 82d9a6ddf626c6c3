import type { PlacementNode } from "../problem";

/** Nodes grouped by the value of a label. */
export interface Topology {
  /** Domain of each node, from 0; -1 for a node without the label. */
  readonly domainOf: Int32Array;
  readonly domains: number;
}

/** Groups the nodes for which `counts` holds; the others are in no domain. */
export function topologyOf(nodes: readonly PlacementNode[], key: string, counts: (n: number) => boolean = () => true): Topology {
  const ids = new Map<string, number>();
  const domainOf = new Int32Array(nodes.length).fill(-1);
  nodes.forEach((node, n) => {
    const value = node.labels[key];
    if (value !== undefined && counts(n)) {
      const id = ids.get(value) ?? ids.size;
      ids.set(value, id);
      domainOf[n] = id;
    }
  });
  return { domainOf, domains: ids.size };
}

/** Remembers what was made for a key, so that all who ask for it share one. */
export function shared<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) {
      return known;
    }
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
