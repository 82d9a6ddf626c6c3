import type { Finding } from "../diagnostics/finding";
import type { ParsedNamespace } from "../workloads/schema";
import type { Tiers } from "./normalize";

/**
 * The namespaces with the LimitRange that their tier gives them. Those that are made elsewhere carry no tier's label, and
 * get none.
 */
export function withTierLimits(namespaces: readonly ParsedNamespace[], tiers: Tiers | undefined): readonly ParsedNamespace[] {
  return namespaces.map((namespace) =>
    tiers === undefined || namespace.madeElsewhere || namespace.limitRange !== undefined
      ? namespace
      : { ...namespace, limitRange: tiers.table[namespace.tier].limitRange },
  );
}

/** A namespace has one LimitRange: of several, nobody says whose defaults count. */
export function checkOneLimitRange(namespaces: readonly ParsedNamespace[], tiers: Tiers | undefined): readonly Finding[] {
  return namespaces.flatMap(({ name, tier, limitRange, madeElsewhere }) =>
    tiers === undefined || madeElsewhere || limitRange === undefined
      ? []
      : [
          {
            path: `namespaces[${name}].limitRange`,
            message: `is a second one: the namespace has that of its tier ${tier}, and whose defaults count is not defined`,
            fix: `remove it, or change the tier's under tiers.table["${tier}"].limitRange`,
          },
        ],
  );
}
