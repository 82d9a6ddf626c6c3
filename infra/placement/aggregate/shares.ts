import { LinearProgram, type LinearForm, type Term } from "../exact/linear-program";
import type { Solver } from "../exact/solver";
import { weightOf } from "../objectives/place";
import { deviceMilli } from "../problem";
import type { Model } from "../search/model";
import type { State } from "../search/state";
import { dualFeasible, dualFeasibleOrders } from "./dual-feasible";
import type { Shapes } from "./shapes";

/** How many pods of each shape go to nodes of each kind, in fractions, when the most is placed. */
export interface Shares {
  /** By shape, then by kind. */
  readonly pods: readonly Float64Array[];
  /** No plan leaves out less than this, in the weights of all tiers. */
  readonly leastUnplaced: number;
}

/** Pairs of a shape and a kind up to which the program is solved: some seconds. */
const pairLimit = 30_000;

/** Simplex iterations that one tier may take. */
const iterationLimit = 200_000;

/**
 * Shares out the pods by a linear program, tier by tier: nodes of one kind are a pool, whose CPU, memory, pods, extended
 * resources and devices the pods share, and pods may be split. Constraints between pods are left out, so that nothing
 * better exists.
 *
 * @param base a state with fixed pods and DaemonSets alone.
 * @returns undefined where the problem is too large for it or the solver gives up.
 */
export function shareOut({ highs }: Solver, base: State, shapes: Shapes): Shares | undefined {
  const { model } = base;
  const program = new LinearProgram();
  const columns = pairsOf(base, shapes).map((pair) => ({ ...pair, column: program.addColumn(0, pair.most, false) }));
  if (columns.length === 0 || columns.length > pairLimit) {
    return undefined;
  }
  const byShape = Map.groupBy(columns, ({ shape }) => shape);
  for (const [shape, some] of byShape) {
    program.addRow(
      0,
      some.map(({ column }): Term => [column, 1]),
      podsOf(model, shapes, shape),
    );
  }
  for (const [kind, here] of Map.groupBy(columns, ({ kind }) => kind)) {
    for (const { limit, of } of poolLimits(base, kind)) {
      // Rows in parts of what there is: pods by the thousand beside bytes by the billion would be lost.
      const terms = here.map(({ w, column }): Term => [column, of(w) / Math.max(1, limit)]).filter(([, part]) => part > 0);
      program.addRow(0, terms, limit > 0 ? 1 : 0);
    }
  }
  const gain = (counts: (w: number) => boolean): LinearForm => ({
    offset: 0,
    terms: columns.flatMap(({ w, column }): readonly Term[] => (counts(w) ? [[column, -weightOf(model, w)]] : [])),
  });
  const all = gain(() => true);
  return highs.withModel(program.toModelData(all, 1, false), (lp): Shares | undefined => {
    lp.options.set({ output_flag: false, solver: "simplex", simplex_iteration_limit: iterationLimit });
    const solve = (): { readonly placed: number; readonly values: Float64Array } | undefined => {
      lp.run();
      return lp.getModelStatus() === highs.constants.modelStatus.optimal
        ? { placed: -lp.getObjectiveValue(), values: lp.getSolution().colValue }
        : undefined;
    };
    const most = solve();
    let best = most;
    for (const tier of [0, 1, 2, 3, 4]) {
      const { terms } = gain((w) => model.workloads[w]?.tier === tier);
      if (best !== undefined && terms.length > 0) {
        const costs = new Map(terms);
        columns.forEach(({ column }) => {
          lp.changeColCost(column, costs.get(column) ?? 0);
        });
        best = solve();
        // A little less, so that rounding does not make the next tier impossible.
        const kept = best === undefined ? 0 : best.placed * (1 - 1e-9) - 1e-6;
        lp.addRow(kept, highs.infinity, { indices: terms.map(([column]) => column), values: terms.map(([, weight]) => -weight) });
      }
    }
    if (most === undefined || best === undefined) {
      return undefined;
    }
    const wanted = shapes.members.reduce((sum, [w = -1], shape) => sum + podsOf(model, shapes, shape) * weightOf(model, w), 0);
    const pods = shapes.members.map(() => new Float64Array(model.kinds.members.length));
    for (const { shape, kind, column } of columns) {
      const row = pods[shape];
      if (row !== undefined) {
        row[kind] = best.values[column] ?? 0;
      }
    }
    return { pods, leastUnplaced: Math.max(0, Math.ceil(wanted - most.placed - Math.max(1e-6, 1e-7 * most.placed))) };
  });
}

/** Pods of all workloads of a shape. */
function podsOf({ wanted }: Model, { members }: Shapes, shape: number): number {
  return (members[shape] ?? []).reduce((sum, w) => sum + (wanted[w] ?? 0), 0);
}

/** Shapes with the kinds of which an empty node can take a pod, and how many pods there may be of them. */
function pairsOf(
  base: State,
  shapes: Shapes,
): readonly { readonly shape: number; readonly kind: number; readonly w: number; readonly most: number }[] {
  const { model } = base;
  const { requests, width } = model;
  return shapes.members.flatMap(([w = -1], shape) =>
    model.kinds.members.flatMap((nodes, kind) => {
      const can = (n: number): boolean => {
        for (let r = 0; r < width; r++) {
          const request = requests[w * width + r] ?? 0;
          if (request > 0 && request > base.free(n, r)) {
            return false;
          }
        }
        return model.mayStart(w, n);
      };
      return nodes.some(can) ? [{ shape, kind, w, most: podsOf(model, shapes, shape) }] : [];
    }),
  );
}

/** What the nodes of a kind have together, and how much of it one pod takes. */
function poolLimits(base: State, kind: number): readonly { readonly limit: number; readonly of: (w: number) => number }[] {
  const { model } = base;
  const { nodes, podCapacity, requests, resources, width } = model;
  const members = model.kinds.members[kind] ?? [];
  const total = (of: (n: number) => number): number => members.reduce((sum, n) => sum + Math.max(0, of(n)), 0);
  const request = (w: number, r: number): number => requests[w * width + r] ?? 0;
  const amounts = resources.map((_, r) => ({ limit: total((n) => base.free(n, r)), of: (w: number) => request(w, r) }));
  const devices = resources.flatMap((resource, r) => {
    const count = total((n) => nodes[n]?.sharedDevices?.[resource] ?? 0);
    const part = (w: number, order: number): number =>
      request(w, r) < deviceMilli ? dualFeasible(request(w, r), order) : request(w, r) / deviceMilli;
    return count === 0 ? [] : dualFeasibleOrders.map((order) => ({ limit: count, of: (w: number) => part(w, order) }));
  });
  const slots = { limit: total((n) => (podCapacity[n] ?? 0) - (base.pods[n] ?? 0)), of: () => 1 };
  return [...amounts, ...devices, slots];
}
