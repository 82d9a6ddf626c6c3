import type { Highs } from "highs";
import { dualFeasible, dualFeasibleOrders } from "../../../infra/placement/aggregate/dual-feasible";
import { type DeviceWeights, devicesWeighed } from "./device-weights";
import { deviceMilli, type GpuNode, type GpuPod } from "../trace/model";
import { fitsEmptyNode, nodeShapes, podShapes, type Shapes } from "../trace/shapes";
import { idleWatts, packageCpuMilli, packageWatts, wattsOfGpu } from "./watts";

/** How pods divide among node shapes, in fractions, when all run at the least watts. */
export interface FractionalPowerPlan {
  /** No placement of all these pods on these nodes draws less. */
  readonly watts: number;
  /** By pod shape, then by node shape, as `podShapes` and `nodeShapes` number them. */
  readonly pods: readonly (readonly number[])[];
}

type Term = readonly [factor: number, name: string];

/** What the solver's tolerances may add to the optimum, relative to it; taken off, so that the bound stays one. */
const solverTolerance = 1e-6;

/** Rounds in which cuts are added for pools whose shares need more devices than the last solution wakes. */
const cutRounds = 12;

/**
 * The least watts at which all pods could run, by a linear relaxation: nodes of a shape are one pool, pods may be split,
 * and so may the number of nodes in use, of their busy GPUs and of their active CPU packages.
 * @returns undefined when not all pods can run, even so relaxed
 */
export function boundWatts(
  highs: Highs,
  nodes: readonly GpuNode[],
  pods: readonly GpuPod[],
  emptyNodesSleep: boolean,
): FractionalPowerPlan | undefined {
  const relaxation = new Relaxation(nodes, pods, emptyNodesSleep);
  if (!relaxation.everyPodFitsSomewhere) {
    return undefined;
  }
  let solution = relaxation.solve(highs);
  for (let round = 0; round < cutRounds && solution !== undefined && relaxation.cut(highs, solution); round++) {
    solution = relaxation.solve(highs);
  }
  if (solution === undefined) {
    return undefined;
  }
  const alwaysDrawn = emptyNodesSleep ? 0 : nodes.reduce((watts, node) => watts + idleWatts(node), 0);
  return { watts: (alwaysDrawn + solution.watts) * (1 - solverTolerance), pods: solution.pods };
}

interface Solution {
  /** Without what is drawn in any case. */
  readonly watts: number;
  readonly pods: readonly (readonly number[])[];
  /** Devices awake, by node shape. */
  readonly devices: readonly number[];
}

/** The linear program, and the cuts found so far. */
class Relaxation {
  private readonly machines: Shapes<GpuNode>;
  private readonly workloads: Shapes<GpuPod>;
  private readonly pairs: readonly { readonly pod: GpuPod; readonly p: number; readonly n: number; readonly name: string }[];
  private readonly cuts: DeviceWeights[] = [];

  constructor(
    nodes: readonly GpuNode[],
    pods: readonly GpuPod[],
    private readonly emptyNodesSleep: boolean,
  ) {
    this.machines = nodeShapes(nodes);
    this.workloads = podShapes(pods);
    this.pairs = this.workloads.shapes.flatMap((pod, p) =>
      this.machines.shapes.flatMap((node, n) => (fitsEmptyNode(pod, node) ? [{ pod, p, n, name: `x${p}_${n}` }] : [])),
    );
  }

  get everyPodFitsSomewhere(): boolean {
    const fitting = new Set(this.pairs.map(({ p }) => p));
    return this.workloads.shapes.every((_, p) => fitting.has(p));
  }

  solve(highs: Highs): Solution | undefined {
    const limits = this.machines.counts.map((count, n) => ` on${n} <= ${count}`);
    const rows = [...this.podRows(), ...this.machines.shapes.flatMap((node, n) => this.poolRows(node, n))];
    const program = `Minimize\n obj: ${sum(this.objective())}\nSubject To\n${rows.join("\n")}\nBounds\n${limits.join("\n")}\nEnd\n`;
    const solution = highs.solve(program, { output_flag: false });
    if (solution.Status === "Infeasible") {
      return undefined;
    }
    if (solution.Status !== "Optimal") {
      throw new Error(`the linear program of the bound on watts ended ${solution.Status}`);
    }
    const value = (name: string): number => {
      const column = solution.Columns[name];
      return column !== undefined && "Primal" in column ? column.Primal : 0;
    };
    const pods = this.workloads.shapes.map(() => this.machines.shapes.map(() => 0));
    for (const { p, n, name } of this.pairs) {
      const amounts = pods[p];
      if (amounts !== undefined) {
        amounts[n] = value(name);
      }
    }
    return { watts: solution.ObjectiveValue, pods, devices: this.machines.shapes.map((_, n) => value(`gpu${n}`)) };
  }

  /** Adds what a solution violates: where the shares of a pool need more devices than it wakes. */
  cut(highs: Highs, solution: Solution): boolean {
    const before = this.cuts.length;
    this.machines.shapes.forEach((_, n) => {
      const amounts = new Map<number, number>();
      let whole = 0;
      for (const { pod, p, n: pool } of this.pairs) {
        const amount = pool === n ? (solution.pods[p]?.[n] ?? 0) : 0;
        if (pod.gpuMilli < deviceMilli) {
          amounts.set(pod.gpuMilli, (amounts.get(pod.gpuMilli) ?? 0) + pod.gpus * amount);
        } else {
          whole += pod.gpus * amount;
        }
      }
      const weights = devicesWeighed(highs, amounts);
      const needed = whole + [...weights].reduce((devices, [milli, weight]) => devices + weight * (amounts.get(milli) ?? 0), 0);
      if (needed > (solution.devices[n] ?? 0) + 0.01) {
        this.cuts.push(weights);
      }
    });
    return this.cuts.length > before;
  }

  private objective(): Term[] {
    return this.machines.shapes.flatMap((node, n): Term[] => [
      [node.gpus === 0 ? 0 : wattsOfGpu(node.gpuModel).full - wattsOfGpu(node.gpuModel).idle, `gpu${n}`],
      [packageWatts.full - packageWatts.idle, `cpu${n}`],
      [this.emptyNodesSleep ? idleWatts(node) : 0, `on${n}`],
    ]);
  }

  private podRows(): string[] {
    return this.workloads.counts.map((count, p) => {
      const everywhere = this.pairs.filter((pair) => pair.p === p).map(({ name }): Term => [1, name]);
      return ` ${sum(everywhere)} = ${count}`;
    });
  }

  private poolRows(node: GpuNode, n: number): string[] {
    const here = this.pairs.filter((pair) => pair.n === n);
    const used = (size: (pod: GpuPod) => number): Term[] => here.map(({ pod, name }) => [size(pod), name]);
    const devices = (weigh: (gpuMilli: number) => number): string =>
      atMost([...used((pod) => pod.gpus * (pod.gpuMilli < deviceMilli ? weigh(pod.gpuMilli) : 1)), [-1, `gpu${n}`]]);
    const cores = used(({ cpuMilli }) => cpuMilli / 1000);
    return [
      atMost([...cores, [-node.cpuMilli / 1000, `on${n}`]]),
      atMost([...used(({ memoryMiB }) => memoryMiB / 1024), [-node.memoryMiB / 1024, `on${n}`]]),
      devices((milli) => milli / deviceMilli),
      ...dualFeasibleOrders.map((order) => devices((milli) => dualFeasible(milli, order))),
      ...this.cuts.map((weights) => devices((milli) => weights.get(milli) ?? 0)),
      ` gpu${n} - ${node.gpus} on${n} <= 0`,
      ...packageRows(node.cpuMilli, cores, n),
      // A node in use has an active package, unless its pods might ask for no CPU.
      ...(this.workloads.shapes.every(({ cpuMilli }) => cpuMilli > 0) ? [` on${n} - cpu${n} <= 0`] : []),
    ];
  }
}

/**
 * How many packages of a pool its CPU use wakes at least. On one node they are a staircase of the use, whose convex
 * envelope has two slopes: that of whole packages, and a steeper one when the last package has fewer cores. What holds
 * for each node in use holds for their sum.
 */
function packageRows(cpuMilli: number, used: readonly Term[], n: number): string[] {
  const cores = packageCpuMilli / 1000;
  const whole = Math.floor(cpuMilli / packageCpuMilli);
  const last = (cpuMilli % packageCpuMilli) / 1000;
  const slope = (perPackage: number): Term[] => used.map(([cpu, name]) => [cpu / perPackage, name]);
  return [
    ...(whole > 0 ? [atMost([...slope(cores), [-1, `cpu${n}`]])] : []),
    ...(last > 0 ? [atMost([...slope(last), [-1, `cpu${n}`], [whole * (1 - cores / last), `on${n}`]])] : []),
  ];
}

/** A row of the program: the terms are at most 0. */
function atMost(terms: readonly Term[]): string {
  return ` ${sum(terms.filter(([factor]) => factor !== 0))} <= 0`;
}

function sum(terms: readonly Term[]): string {
  return terms.map(([factor, name]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name}`).join("\n ");
}
