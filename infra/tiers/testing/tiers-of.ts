import { normalizeTiers, type Tiers } from "../normalize";
import type { TierSettings } from "../schema";

/** Tiers from settings that are right. */
export function tiersOf(settings: TierSettings): Tiers {
  const { tiers, findings } = normalizeTiers(settings);
  if (tiers === undefined) {
    throw new Error(`the settings are wrong: ${JSON.stringify(findings)}`);
  }
  return tiers;
}
