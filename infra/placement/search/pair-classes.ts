import type { PlacementNode, PlacementWorkload } from "../problem";

/**
 * Workloads that tolerate, require and target the same, and nodes with the same taints and the same values of all labels
 * that any workload asks for: whatever depends on these alone is the same for all pairs of two classes.
 */
export interface PairClasses {
  /** Class of each workload, from 0. */
  readonly workloadClass: Int32Array;
  readonly workloadClasses: number;
  /** Class of each node, from 0. */
  readonly nodeClass: Int32Array;
  readonly nodeClasses: number;
  /** Turns a test of such pairs into a table of classes, each row filled when it is first asked for. */
  readonly table: (test: (workload: PlacementWorkload, node: PlacementNode) => boolean) => (w: number, n: number) => boolean;
  /** The same for a list in place of yes or no. */
  readonly lists: <Item>(
    make: (workload: PlacementWorkload, node: PlacementNode) => readonly Item[],
  ) => (w: number, n: number) => readonly Item[];
}

export function pairClasses(workloads: readonly PlacementWorkload[], nodes: readonly PlacementNode[]): PairClasses {
  const keys = askedLabels(workloads);
  const ofWorkloads = numbered(workloads, ({ mode, tolerations, requires, target }) =>
    tolerations.length + requires.length + target.length === 0 ? mode : JSON.stringify([mode, tolerations, requires, target]),
  );
  const ofNodes = numbered(nodes, ({ taints, labels }) => JSON.stringify([taints, keys.map((key) => labels[key] ?? null)]));
  return {
    workloadClass: ofWorkloads.classOf,
    workloadClasses: ofWorkloads.first.length,
    nodeClass: ofNodes.classOf,
    nodeClasses: ofNodes.first.length,
    table: (test) => {
      const rows: (Uint8Array | undefined)[] = ofWorkloads.first.map(() => undefined);
      const row = (workloadClass: number): Uint8Array => {
        const workload = ofWorkloads.first[workloadClass];
        const made = Uint8Array.from(ofNodes.first, (node) => Number(workload !== undefined && test(workload, node)));
        rows[workloadClass] = made;
        return made;
      };
      return (w, n) => {
        const workloadClass = ofWorkloads.classOf[w] ?? 0;
        return (rows[workloadClass] ?? row(workloadClass))[ofNodes.classOf[n] ?? 0] === 1;
      };
    },
    lists: (make) => {
      const rows: (readonly ReturnType<typeof make>[] | undefined)[] = [];
      return (w, n) => {
        const workloadClass = ofWorkloads.classOf[w] ?? 0;
        const workload = ofWorkloads.first[workloadClass];
        const row = (rows[workloadClass] ??= workload === undefined ? [] : ofNodes.first.map((node) => make(workload, node)));
        return row[ofNodes.classOf[n] ?? 0] ?? [];
      };
    },
  };
}

/** Keys of all labels that workloads ask for, sorted. */
export function askedLabels(workloads: readonly PlacementWorkload[]): readonly string[] {
  const keys = new Set<string>();
  for (const { requires, target } of workloads) {
    for (const { key } of requires) {
      keys.add(key);
    }
    for (const { key } of target) {
      keys.add(key);
    }
  }
  return [...keys].sort();
}

/** Numbers the classes of items that have the same key, in the order of their first members. */
export function numbered<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly classOf: Int32Array; readonly first: readonly Item[] } {
  const known = new Map<string, number>();
  const first: Item[] = [];
  const classOf = Int32Array.from(items, (item) => {
    const key = keyOf(item);
    const number = known.get(key) ?? first.length;
    if (number === first.length) {
      known.set(key, number);
      first.push(item);
    }
    return number;
  });
  return { classOf, first };
}
