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
  const rows = workloads.map(({ current }) => Object.entries(current).filter(([, pods]) => pods > 0));
  const starts = new Int32Array(workloads.length + 1);
  const nodes = new Int32Array(rows.reduce((sum, row) => sum + row.length, 0));
  const stranded = new Int32Array(workloads.length);
  let end = 0;
  rows.forEach((row, w) => {
    for (const [name, pods] of row) {
      const n = nodeIndex.get(name);
      if (n === undefined) {
        stranded[w] = (stranded[w] ?? 0) + pods;
      } else {
        nodes[end++] = n;
      }
    }
    nodes.subarray(starts[w], end).sort();
    starts[w + 1] = end;
  });
  const names = [...nodeIndex.keys()];
  return {
    nodes: (w) => nodes.subarray(starts[w], starts[w + 1]),
    on: (w, n) => workloads[w]?.current[names[n] ?? ""] ?? 0,
    stranded,
  };
}
