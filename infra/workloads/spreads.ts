import type { Spread } from "./relations-schema";
import type { ParsedWorkload } from "./schema";

/** A row's spread constraints, of which it may write a single one without a list. */
export function spreadsOf({ spread = [] }: Pick<ParsedWorkload, "spread">): readonly Spread[] {
  return Array.isArray(spread) ? spread : [spread];
}
