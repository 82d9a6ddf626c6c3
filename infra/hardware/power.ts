import type { PowerModel } from "./machine";
import type { ParsedMachine } from "./schema";

/** A machine draws `idleWatts` with nothing to do and its thermal design power when every thread is busy. */
export function powerModelOf(machine: ParsedMachine): PowerModel {
  return { idleWatts: machine.power.idleWatts, fullWatts: machine.power.tdpWatts };
}
