import type { PowerModel } from "./machine";
import type { ParsedMachine } from "./schema";

/** A machine draws `idleWatts` with nothing to do and its thermal design power when every thread is busy. */
export function powerModelOf(machine: ParsedMachine): PowerModel {
  return { idleWatts: machine.power.idleWatts, fullWatts: machine.power.tdpWatts };
}

/**
 * Estimated draw in watts, not rounded, when `share` of the processor is used: a straight line from idle to full.
 *
 * @param share Between 0 and 1; what lies outside counts as the nearer end.
 */
export function wattsAt(power: PowerModel, share: number): number {
  return power.idleWatts + (power.fullWatts - power.idleWatts) * Math.min(1, Math.max(0, share));
}
