import type { ObjectiveName } from "./problem";

/**
 * The gap up to which a value counts as proven to be the least: one in ten thousand, which is where mixed-integer solvers
 * stop by default. What is left of it is less than the figures of the tables are exact to.
 */
export const provenGap = 1e-4;

/** Objectives that count whole pods or workloads. They are proven only by a bound that equals their value. */
const inPods: ReadonlySet<string> = new Set<ObjectiveName>([
  "place",
  "left-behind",
  "control-plane",
  "survive-loss",
  "replicas-apart",
  "disruption",
]);

/** How far the bound of a proven value may be below it. */
export function provenTolerance(name: string, value: number): number {
  return inPods.has(name) ? 0 : provenGap * Math.abs(value);
}

/** Whether no plan that is as good in all earlier objectives has a noticeably smaller value. */
export function isProven({ name, value, bound }: { readonly name: string; readonly value: number; readonly bound: number }): boolean {
  return value - bound <= provenTolerance(name, value);
}
