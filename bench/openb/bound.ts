import loadHighs, { type Highs } from "highs";
import { dualFeasible, dualFeasibleOrders } from "../../infra/placement/aggregate/dual-feasible";
import { deviceMilli, type GpuNode, type GpuPod, totalGpuMilli } from "./trace/model";
import { fitsEmptyNode, nodeShapes, podShapes } from "./trace/shapes";

/** Loads the solver; it is WASM and runs in this thread. */
export async function loadSolver(): Promise<Highs> {
  return loadHighs();
}

/**
 * The most GPU that could be allocated, in thousandths, by a linear relaxation: nodes of a shape are one pool, pods may be split.
 * Pools keep to their CPU, memory and GPUs, the last also in the cuts above; a pod goes only to nodes that could run it
 * when empty. CPU-only pods take no part: a placement may leave them out, so they cannot lower a bound.
 */
export function boundGpuMilli(highs: Highs, nodes: readonly GpuNode[], pods: readonly GpuPod[]): number {
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
        ...dualFeasibleOrders.map((order) =>
          row(
            here.map(({ pod, name }) => [pod.gpus * dualFeasible(pod.gpuMilli, order), name]),
            nodesHere * node.gpus,
          ),
        ),
      ];
    }),
  ].filter((text) => text !== "");
  if (pairs.length === 0) {
    return 0;
  }
  const objective = sum(pairs.map(({ pod, name }) => [totalGpuMilli(pod) / deviceMilli, name]));
  const solution = highs.solve(`Maximize\n obj: ${objective}\nSubject To\n${rows.join("\n")}\nEnd\n`, { output_flag: false });
  if (solution.Status !== "Optimal") {
    throw new Error(`the linear program of the bound ended ${solution.Status}`);
  }
  return solution.ObjectiveValue * deviceMilli;
}

type Term = readonly [factor: number, name: string];

function sum(terms: readonly Term[]): string {
  return terms.map(([factor, name]) => `${factor} ${name}`).join("\n + ");
}

function row(terms: readonly Term[], limit: number): string {
  const used = terms.filter(([factor]) => factor > 0);
  return used.length === 0 ? "" : ` ${sum(used)} <= ${limit}`;
}
