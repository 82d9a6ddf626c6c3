import type { Relaxation } from "../certificate/relaxation";
import { LinearProgram, type LinearForm, type Term } from "../exact/linear-program";
import type { Solver } from "../exact/solver";
import { balanceWeights, restartPrice } from "../objectives/balance";
import { ceilingPerMille } from "../objectives/ceilings";
import { wholeBound } from "../objectives/objective";
import { restartsFor, restartWeight } from "../objectives/restarts";
import { idleMilliwatts, podMilliwatts, restartPriceMilliwatts } from "../objectives/watts";
import type { ObjectiveName } from "../problem";
import type { Assignment } from "../search/assign";
import { cpu, memory, type Model } from "../search/model";

/** Groups of workloads times kinds of nodes up to which the program is solved. */
const pairLimit = 20_000;
const iterationLimit = 200_000;
/** Utilisations at which the squares of balance have a tangent. */
const tangents = 50;
const tracked = [cpu, memory] as const;

/** Nodes of one kind. */
interface Pool {
  readonly nodes: readonly number[];
  /** How many of them are on. */
  readonly on: number;
}

/**
 * Bounds of watts and balance for a plan too large to prove: nodes of one kind are a pool with so many of them on, and
 * pods of workloads that may use the same nodes are amounts of CPU and memory that each pool takes a part of. In the order
 * of the objectives, each is minimised with the earlier ones no worse than they are. Where the program is too large or
 * not solved, nothing is added.
 *
 * @param relaxation of the problem with everything placed.
 */
export function poolBounds(
  { model, ranked, state }: Assignment,
  relaxation: Relaxation,
  { highs }: Solver,
): ReadonlyMap<ObjectiveName, number> {
  const value = (name: ObjectiveName): number =>
    ranked.objectiveOf.reduce((sum, of, l) => sum + (of === name ? (state.totals[l] ?? 0) : 0), 0);
  const { objectives } = model.problem;
  const bounds = new Map<ObjectiveName, number>();
  const program = new LinearProgram();
  const pools = model.kinds.members.map((nodes): Pool => {
    const awake = nodes.filter((n) => relaxation.isAwake(n)).length;
    return { nodes, on: program.addColumn(awake, nodes.length, false) };
  });
  const groups = amountsByGroup(relaxation);
  const base = baseLoad(relaxation);
  if (groups.length * pools.length > pairLimit) {
    return bounds;
  }
  const amounts: { readonly group: number; readonly kind: number; readonly r: number; readonly column: number }[] = [];
  const mayUse = (w: number, n: number): boolean =>
    model.mayStart(w, n) && (value("control-plane") > 0 || model.workloads[w]?.core === true || model.nodes[n]?.controlPlane === false);
  groups.forEach(({ w, total }, group) => {
    for (const r of tracked) {
      const terms = pools.flatMap(({ nodes }, kind): readonly Term[] => {
        if (!nodes.some((n) => mayUse(w, n))) {
          return [];
        }
        const column = program.addColumn(0, total[r], false);
        amounts.push({ group, kind, r, column });
        return [[column, 1]];
      });
      program.addRow(total[r], terms, total[r]);
    }
  });
  const taken = (kind: number, r: number): readonly Term[] =>
    amounts.flatMap((each): readonly Term[] => (each.kind === kind && each.r === r ? [[each.column, 1]] : []));
  const underCeilings = objectives.includes("ceilings") && value("ceilings") === 0;
  pools.forEach(({ nodes, on }, kind) => {
    for (const r of tracked) {
      const most = (n: number): number => {
        const limit = underCeilings ? Math.min(1000, ceilingPerMille(model, n, r)) / 1000 : 1;
        return Math.max(0, relaxation.capacity(n, r) * limit - base(n, r));
      };
      const roomiest = nodes.reduce((room, n) => Math.max(room, most(n)), 0) / unitOf(model, r);
      program.addRow(Number.NEGATIVE_INFINITY, [...taken(kind, r), [on, -roomiest]], 0);
    }
  });
  const forms = { watts: wattsForm(relaxation, pools, taken), balance: balanceForm(relaxation, base, program, pools, taken) };
  for (const name of objectives) {
    if (name === "watts" || name === "balance") {
      const form = forms[name];
      const scale = 1e6 / Math.max(1, value(name));
      highs.withModel(program.toModelData(form, scale, false), (lp) => {
        lp.options.set({ output_flag: false, simplex_iteration_limit: iterationLimit });
        lp.run();
        if (lp.getModelStatus() === highs.constants.modelStatus.optimal) {
          const least = lp.getObjectiveValue() / scale;
          bounds.set(name, wholeBound(least - 1e-6 * Math.abs(least)));
        }
      });
      program.addRow(
        Number.NEGATIVE_INFINITY,
        form.terms.map(([column, factor]): Term => [column, factor * scale]),
        (value(name) - form.offset) * scale,
      );
    }
  }
  return bounds;
}

type Taken = (kind: number, r: number) => readonly Term[];
type Load = (n: number, r: number) => number;

/** A unit of a resource in the program: what an average node has of it, so that bytes do not dwarf everything. */
function unitOf({ capacity, nodes, width }: Model, r: number): number {
  return Math.max(1, nodes.reduce((sum, _, n) => sum + (capacity[n * width + r] ?? 0), 0) / Math.max(1, nodes.length));
}

/** What workloads that may use the same nodes request together, in units. */
function amountsByGroup({ model, free }: Relaxation): readonly { readonly w: number; readonly total: readonly [number, number] }[] {
  const groups = Map.groupBy(free, ({ w }) => `${model.classes.workloadClass[w] ?? 0} ${String(model.workloads[w]?.core)}`);
  return [...groups.values()].map((members) => {
    const total = (r: number): number =>
      members.reduce((sum, { w, pods }) => sum + pods * (model.requests[w * model.width + r] ?? 0), 0) / unitOf(model, r);
    return { w: members[0]?.w ?? -1, total: [total(cpu), total(memory)] };
  });
}

/** What fixed pods and DaemonSets request. */
function baseLoad({ model, basePods }: Relaxation): Load {
  const load = new Float64Array(model.nodes.length * model.width);
  for (const [w, n, pods] of basePods) {
    for (const r of tracked) {
      load[n * model.width + r] = (load[n * model.width + r] ?? 0) + pods * (model.requests[w * model.width + r] ?? 0);
    }
  }
  return (n, r) => load[n * model.width + r] ?? 0;
}

function wattsForm(relaxation: Relaxation, pools: readonly Pool[], taken: Taken): LinearForm {
  const { model, basePods, free } = relaxation;
  const fixed = basePods.reduce(
    (sum, [w, n, pods]) => sum + (model.workloads[w]?.mode === "perNode" ? 0 : pods * podMilliwatts(model, w, n)),
    0,
  );
  // A pod's draw is rounded, by up to half a milliwatt.
  const rounding = free.reduce((sum, { pods }) => sum + pods, 0) / 2;
  return {
    offset: fixed - rounding + forcedRestarts(relaxation) * restartPriceMilliwatts,
    terms: pools.flatMap(({ nodes, on }, kind): readonly Term[] => {
      const [n = -1] = nodes;
      const { fullWatts = 0, idleWatts = 0 } = model.nodes[n]?.power ?? {};
      const whole = model.capacity[n * model.width + cpu] ?? 0;
      const unit = whole === 0 ? 0 : (Math.max(0, fullWatts - idleWatts) * 1000 * unitOf(model, cpu)) / whole;
      return [[on, idleMilliwatts(model, n)], ...taken(kind, cpu).map(([column]): Term => [column, unit])];
    }),
  };
}

/** A column for the squares of each pool and resource, above the tangents of what its nodes have when equally full. */
function balanceForm(relaxation: Relaxation, base: Load, program: LinearProgram, pools: readonly Pool[], taken: Taken): LinearForm {
  const { model } = relaxation;
  const terms: Term[] = [];
  for (const r of tracked) {
    const weights = balanceWeights(model, r);
    pools.forEach(({ nodes, on }, kind) => {
      const [first = -1] = nodes;
      const weight = weights[first] ?? 0;
      const whole = model.capacity[first * model.width + r] ?? 0;
      if (weight === 0 || whole === 0) {
        return;
      }
      const utilisations = nodes.map((n) => base(n, r) / whole);
      const least = utilisations.reduce((low, each) => Math.min(low, each), 1);
      const most = utilisations.reduce((high, each) => Math.max(high, each), 0);
      const still = utilisations.reduce((sum, each) => sum + each * each, 0);
      const squares = program.addColumn(0, Number.POSITIVE_INFINITY, false);
      terms.push([squares, weight * 1e6]);
      for (let step = 0; step <= tangents; step++) {
        const at = least + ((1 - least) * step) / tangents;
        // A node that is on has at least 2·at·u − at², one that is off what its DaemonSets bring.
        program.addRow(
          still,
          [
            [squares, 1],
            ...taken(kind, r).map(([column]): Term => [column, (-2 * at * unitOf(model, r)) / whole]),
            [on, Math.max((at - least) ** 2, (most - at) ** 2)],
          ],
          Number.POSITIVE_INFINITY,
        );
      }
    });
  }
  return { offset: forcedRestarts(relaxation) * restartPrice, terms };
}

/** Restarts that every plan causes, each counted by its tier. */
function forcedRestarts({ model, free, forcedMoves }: Relaxation): number {
  return free.reduce((sum, { w }) => sum + restartsFor(model, w, forcedMoves(w)) * restartWeight(model, w), 0);
}
