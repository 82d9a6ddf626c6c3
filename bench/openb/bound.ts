import loadHighs, { type Highs } from "highs";
import { deviceMilli, type GpuNode, type GpuPod, totalGpuMilli } from "./trace/model";
import { fitsEmptyNode, nodeShapes, podShapes } from "./trace/shapes";

/** How many pods of each shape go to nodes of each shape, in fractions, when the cluster is used best. */
export interface FractionalPlan {
  /** Thousandths of a GPU; no placement of these pods on these nodes can allocate more. */
  readonly gpuMilli: number;
  /** By pod shape, then by node shape, as `podShapes` and `nodeShapes` number them. */
  readonly pods: readonly (readonly number[])[];
}

/** Cuts for shares of devices: q = 1 says that of pods of more than half a device only one fits on each, and so on. */
const cutOrders = [1, 2, 3, 4] as const;

/**
 * How much of a device a share counts for in the cut of order q. Whatever fits on one device counts for at most 1 on it
 * (the dual-feasible functions of Fekete and Schepers, 2001), and a share may count for more than its size.
 */
export function dualFeasible(gpuMilli: number, q: number): number {
  const scaled = (q + 1) * gpuMilli;
  return scaled % deviceMilli === 0 ? gpuMilli / deviceMilli : Math.floor(scaled / deviceMilli) / q;
}

/** Loads the solver; it is WASM and runs in this thread. */
export async function loadSolver(): Promise<Highs> {
  return loadHighs();
}

/**
 * The most GPU that could be allocated, by a linear relaxation: nodes of a shape are one pool, pods may be split.
 * Pools keep to their CPU, memory and GPUs, the last also in the cuts above; a pod goes only to nodes that could run it
 * when empty. CPU-only pods take no part: a placement may leave them out, so they cannot lower a bound.
 */
export function boundGpuMilli(highs: Highs, nodes: readonly GpuNode[], pods: readonly GpuPod[]): FractionalPlan {
  const machines = nodeShapes(nodes);
  const workloads = podShapes(pods);
  const pairs = workloads.shapes.flatMap((pod, p) =>
    machines.shapes.flatMap((node, n) => (pod.gpus > 0 && fitsEmptyNode(pod, node) ? [{ pod, p, n, name: `x${p}_${n}` }] : [])),
  );
  const rows = [
    ...workloads.counts.map((count, p) =>
      row(
        pairs.filter((pair) => pair.p === p).map(({ name }) => [1, name]),
        count,
      ),
    ),
    ...machines.shapes.flatMap((node, n) => {
      const here = pairs.filter((pair) => pair.n === n);
      const nodesHere = machines.counts[n] ?? 0;
      return [
        row(
          here.map(({ pod, name }) => [pod.cpuMilli / 1000, name]),
          (nodesHere * node.cpuMilli) / 1000,
        ),
        row(
          here.map(({ pod, name }) => [pod.memoryMiB / 1024, name]),
          (nodesHere * node.memoryMiB) / 1024,
        ),
        row(
          here.map(({ pod, name }) => [totalGpuMilli(pod) / deviceMilli, name]),
          nodesHere * node.gpus,
        ),
        ...cutOrders.map((q) =>
          row(
            here.map(({ pod, name }) => [pod.gpus * dualFeasible(pod.gpuMilli, q), name]),
            nodesHere * node.gpus,
          ),
        ),
      ];
    }),
  ].filter((text) => text !== "");
  const plan = workloads.shapes.map(() => machines.shapes.map(() => 0));
  if (pairs.length === 0) {
    return { gpuMilli: 0, pods: plan };
  }
  const objective = sum(pairs.map(({ pod, name }) => [totalGpuMilli(pod) / deviceMilli, name]));
  const solution = highs.solve(`Maximize\n obj: ${objective}\nSubject To\n${rows.join("\n")}\nEnd\n`, { output_flag: false });
  if (solution.Status !== "Optimal") {
    throw new Error(`the linear program of the bound ended ${solution.Status}`);
  }
  for (const { p, n, name } of pairs) {
    const column = solution.Columns[name];
    const amounts = plan[p];
    if (column !== undefined && "Primal" in column && amounts !== undefined) {
      amounts[n] = column.Primal;
    }
  }
  return { gpuMilli: solution.ObjectiveValue * deviceMilli, pods: plan };
}

type Term = readonly [factor: number, name: string];

function sum(terms: readonly Term[]): string {
  return terms.map(([factor, name]) => `${factor} ${name}`).join("\n + ");
}

function row(terms: readonly Term[], limit: number): string {
  const used = terms.filter(([factor]) => factor > 0);
  return used.length === 0 ? "" : ` ${sum(used)} <= ${limit}`;
}
