import type { Relaxation } from "../certificate/relaxation";
import { LinearProgram, type Term } from "../exact/linear-program";
import { ceilingPerMille } from "../objectives/ceilings";
import { idleMilliwatts, restartPriceMilliwatts } from "../objectives/watts";
import { cpu, memory } from "../search/model";
import { type PodGroup, podGroups, poolUnits } from "./pod-groups";

/** Rays of groups of pods times kinds of nodes up to which the program is solved. */
const pairLimit = 20_000;
/** Steps in which it is told apart what emptying a node costs: up to what putting it to sleep saves. */
const priceSteps = 32;

/** Nodes of one kind that have the same room and cost the same to empty. */
export interface PoolPart {
  readonly nodes: readonly number[];
  /** How many of them are on. */
  readonly on: number;
  /** Restarts, counted by tier, that emptying one of them causes at least. */
  readonly restarts: number;
}

/** Nodes of one kind. */
export interface Pool {
  readonly nodes: readonly number[];
  readonly parts: readonly PoolPart[];
  /** The same for pools that the program cannot tell apart but by how many nodes they have. */
  readonly twins: string;
  /** Rows that keep what pods take of each resource, and of room for pods, to what its nodes that are on have. */
  readonly rows: readonly (number | undefined)[];
}

/**
 * A linear program in which nodes of one kind are a pool with so many of them on, and pods are amounts that may be split.
 * Constraints between pods are left out, so that nothing better exists.
 */
export interface PoolProgram {
  readonly program: LinearProgram;
  readonly relaxation: Relaxation;
  readonly pools: readonly Pool[];
  readonly groups: readonly PodGroup[];
  /** By group, then by kind: the columns for how much of the group's rays is in the pool. */
  readonly shares: readonly (readonly (readonly number[])[])[];
  /** In what a resource is counted; room for pods is last. */
  readonly units: Float64Array;
  /** What the pods in a pool take of a resource. */
  readonly taken: (kind: number, r: number) => readonly Term[];
  /** What fixed pods and DaemonSets request. */
  readonly base: (n: number, r: number) => number;
}

/** What a program may take for granted. */
export interface PoolAssumptions {
  /** No node is above its ceilings. */
  readonly underCeilings: boolean;
  /** The control plane is for the core. */
  readonly coreAlone: boolean;
  /** Restarts, counted by tier, that emptying a node causes at least. */
  readonly restartsToEmpty: (n: number) => number;
}

/**
 * @param relaxation of the problem with everything placed.
 * @returns undefined where the program is too large.
 */
export function poolProgram(relaxation: Relaxation, assumptions: PoolAssumptions): PoolProgram | undefined {
  const { model } = relaxation;
  const { kinds, nodes, width, workloads } = model;
  const units = poolUnits(model);
  const groups = podGroups(relaxation, units);
  if (groups.reduce((sum, { rays }) => sum + rays.length, 0) * kinds.members.length > pairLimit) {
    return undefined;
  }
  const program = new LinearProgram();
  const { base, room } = roomUnder(relaxation, assumptions.underCeilings);
  const mayUse = (w: number, n: number): boolean =>
    model.mayStart(w, n) && (!assumptions.coreAlone || workloads[w]?.core === true || nodes[n]?.controlPlane === false);
  const taken = kinds.members.map(() => Array.from({ length: width + 1 }, (): Term[] => []));
  const shares = groups.map(({ members: [first], total, rays }) => {
    const w = first?.w ?? -1;
    const rows = Array.from(total, (): Term[] => []);
    const columns = kinds.members.map((members, kind) =>
      (members.some((n) => mayUse(w, n)) ? rays : []).map((ray) => {
        const column = program.addColumn(0, Number.POSITIVE_INFINITY, false);
        ray.forEach((amount, r) => {
          if (amount > 0) {
            rows[r]?.push([column, amount]);
            taken[kind]?.[r]?.push([column, amount]);
          }
        });
        return column;
      }),
    );
    rows.forEach((terms, r) => {
      if (terms.length > 0) {
        program.addRow(total[r] ?? 0, terms, total[r] ?? 0);
      }
    });
    return columns;
  });
  const pools = kinds.members.map((members, kind): Pool => {
    const parts = partsOf(members, relaxation, assumptions, room).map((part): PoolPart => {
      const awake = part.nodes.filter((n) => relaxation.isAwake(n)).length;
      return { ...part, on: program.addColumn(awake, part.nodes.length, false) };
    });
    const rows = Array.from(units, (unit, r) => {
      const terms = taken[kind]?.[r] ?? [];
      const rooms = parts.map(({ nodes: [first = -1], on }): Term => [on, -room(first, r) / unit]);
      return terms.length === 0
        ? undefined
        : program.setRow(undefined, { lower: Number.NEGATIVE_INFINITY, terms: [...terms, ...rooms], upper: 0 });
    });
    const [first = -1] = members;
    const { idleWatts, fullWatts } = nodes[first]?.power ?? {};
    const twins = JSON.stringify([
      shares.map((columns) => columns[kind]?.length),
      idleWatts,
      fullWatts,
      Array.from(units, (_, r) => room(first, r)),
    ]);
    return { nodes: members, parts, twins, rows };
  });
  return { program, relaxation, pools, groups, shares, units, taken: (kind, r) => taken[kind]?.[r] ?? [], base };
}

/** What fixed pods and DaemonSets request on each node, and what that leaves of it. */
function roomUnder(
  { model, basePods, capacity }: Relaxation,
  underCeilings: boolean,
): Record<"base" | "room", (n: number, r: number) => number> {
  const { nodes, podCapacity, requests, width } = model;
  const load = new Float64Array(nodes.length * (width + 1));
  for (const [w, n, pods] of basePods) {
    for (let r = 0; r <= width; r++) {
      const at = n * (width + 1) + r;
      load[at] = (load[at] ?? 0) + pods * (r === width ? 1 : (requests[w * width + r] ?? 0));
    }
  }
  const base = (n: number, r: number): number => load[n * (width + 1) + r] ?? 0;
  const room = (n: number, r: number): number => {
    const limit = underCeilings && (r === cpu || r === memory) ? Math.min(1000, ceilingPerMille(model, n, r)) / 1000 : 1;
    return Math.max(0, (r === width ? (podCapacity[n] ?? 0) : capacity(n, r)) * limit - base(n, r));
  };
  return { base, room };
}

/** Divides a kind's nodes by their room and, roughly, by what emptying them costs; never as more than it is. */
function partsOf(
  members: readonly number[],
  { model }: Relaxation,
  { restartsToEmpty }: PoolAssumptions,
  room: (n: number, r: number) => number,
): readonly Pick<PoolPart, "nodes" | "restarts">[] {
  const [first = -1] = members;
  const most = idleMilliwatts(model, first) / restartPriceMilliwatts;
  const step = Math.max(1, Math.floor(most / priceSteps));
  const restarts = (n: number): number => Math.min(priceSteps, Math.floor(restartsToEmpty(n) / step)) * step;
  const rooms = (n: number): string => Array.from({ length: model.width + 1 }, (_, r) => room(n, r)).join();
  return [...Map.groupBy(members, (n) => `${restarts(n)} ${rooms(n)}`).values()].map((nodes) => ({
    nodes,
    restarts: restarts(nodes[0] ?? -1),
  }));
}
