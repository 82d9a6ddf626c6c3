import type { PlacementWorkload } from "../problem";

/** The pods before the plan, row by row. */
export interface RunningPods {
  /** Nodes that run pods of the workload, ascending. */
  readonly nodes: (w: number) => Int32Array;
  /** Pods of the workload that run on the node. */
  readonly on: (w: number, n: number) => number;
  /** Pods before the plan on nodes that the problem no longer has. */
  readonly stranded: Int32Array;
}

export function runningPods(workloads: readonly PlacementWorkload[], nodeIndex: ReadonlyMap<string, number>): RunningPods {
  const starts = new Int32Array(workloads.length + 1);
  const nodes: number[] = [];
  const counts: number[] = [];
  const stranded = new Int32Array(workloads.length);
  workloads.forEach(({ current }, w) => {
    const row: (readonly [n: number, pods: number])[] = [];
    for (const [name, pods] of Object.entries(current)) {
      const n = nodeIndex.get(name);
      if (n !== undefined && pods > 0) {
        row.push([n, pods]);
      } else if (pods > 0) {
        stranded[w] = (stranded[w] ?? 0) + pods;
      }
    }
    for (const [n, pods] of row.sort(([a], [b]) => a - b)) {
      nodes.push(n);
      counts.push(pods);
    }
    starts[w + 1] = nodes.length;
  });
  return rowsOf(starts, Int32Array.from(nodes), Int32Array.from(counts), stranded);
}

function rowsOf(starts: Int32Array, nodes: Int32Array, counts: Int32Array, stranded: Int32Array): RunningPods {
  return {
    nodes: (w) => (starts[w] === starts[w + 1] ? nowhere : nodes.subarray(starts[w], starts[w + 1])),
    on: (w, n) => {
      const end = starts[w + 1] ?? 0;
      let at = starts[w] ?? 0;
      // A row may have every node: halved until the first that is not before it is left.
      for (let beyond = end; at < beyond;) {
        const middle = (at + beyond) >> 1;
        if ((nodes[middle] ?? 0) < n) {
          at = middle + 1;
        } else {
          beyond = middle;
        }
      }
      return at < end && nodes[at] === n ? (counts[at] ?? 0) : 0;
    },
    stranded,
  };
}

/** Making a view for each of the many workloads that run nowhere takes as long as looking at it. */
const nowhere = new Int32Array(0);
