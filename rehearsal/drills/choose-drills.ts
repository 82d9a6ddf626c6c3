import { didYouMean } from "../../infra/diagnostics/did-you-mean";
import { UserError } from "../../infra/diagnostics/user-error";
import { drills } from "./index";
import type { Drill } from "./drill";
import { scheduledAsPlanned } from "./scheduled-as-planned";

export interface DrillChoice {
  /** Names of drills. Default: all that are not thorough. */
  readonly names?: readonly string[];
  /** Those that take long, too. Default false. */
  readonly thorough?: boolean;
}

/**
 * The drills of a rehearsal, in their order, each once. Whether everything is where it is planned is always asked first:
 * no other drill says anything about a plan that does not hold to begin with.
 *
 * @throws UserError naming every drill that does not exist.
 */
export function chooseDrills({ names, thorough: all = false }: DrillChoice = {}): readonly Drill[] {
  const known = drills.map(({ name }) => name);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      "there is no such drill",
      unknown.map((name) => ({ path: "--drill", value: name, message: "is no drill", fix: didYouMean(name, known) ?? known.join(", ") })),
    );
  }
  return drills.filter(
    ({ name, thorough = false }) => name === scheduledAsPlanned.name || (names === undefined ? all || !thorough : names.includes(name)),
  );
}
