import { weightOf } from "../objectives/place";
import type { Model } from "../search/model";
import { numbered } from "../search/pair-classes";

/**
 * Movable workloads that are the same to nodes and to objectives: they may use the same ones, request the same, and are of
 * one tier and weight. Where pods look at each other's workloads, each of these is a shape of its own.
 */
export interface Shapes {
  /** Shape of each workload, from 0; -1 for one that the plan does not place. */
  readonly shapeOf: Int32Array;
  /** Workloads of each shape, in the order in which they are placed. */
  readonly members: readonly (readonly number[])[];
  /** Whether the pods of a shape may be exchanged for one another, and leave their node without consequence for others. */
  readonly isFree: (shape: number) => boolean;
}

export function shapesOf(model: Model): Shapes {
  const { classes, constraints, dependents, followers, leader, movable, order, requests, wanted, width, workloads } = model;
  const nodeLocal = constraints.groups.map(({ concerns, counts }) =>
    [...concerns, ...counts].every((c) => constraints.prepared[c]?.nodeLocal === true),
  );
  const isFree = (w: number): boolean =>
    nodeLocal[constraints.groupOf[w] ?? 0] === true && (leader[w] ?? -1) === -1 && followers(w).length + dependents(w).length === 0;
  const placed = order.filter((w) => movable[w] === 1 && (wanted[w] ?? 0) > 0);
  const { classOf, first } = numbered(placed, (w) =>
    isFree(w)
      ? [classes.workloadClass[w], ...requests.subarray(w * width, (w + 1) * width), workloads[w]?.tier, weightOf(model, w)].join()
      : `only ${w}`,
  );
  const shapeOf = new Int32Array(workloads.length).fill(-1);
  const members: number[][] = first.map(() => []);
  placed.forEach((w, i) => {
    const shape = classOf[i] ?? 0;
    shapeOf[w] = shape;
    members[shape]?.push(w);
  });
  return { shapeOf, members, isFree: (shape) => isFree(members[shape]?.[0] ?? -1) };
}
