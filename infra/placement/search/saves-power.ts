import type { ObjectiveName } from "../problem";

/** Emptying a node brings anything only where evenness, which it spoils, comes after watts. */
export function savesPower(objectives: readonly ObjectiveName[]): boolean {
  const watts = objectives.indexOf("watts");
  const balance = objectives.indexOf("balance");
  return watts >= 0 && (balance < 0 || watts < balance);
}
