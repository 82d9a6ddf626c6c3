import type { MovesLeftOut } from "../../infra/placement/what-if/moves-left-out";
import { count, formatValue } from "./format";

/** The columns of a table of what the moves that are left out would bring together, in order. */
export const leftOutColumns = ["objective", "with the limit", "without it"] as const;

/** What is said of the moves that a limit leaves out, before they are listed. */
export function leftOutTitle({ moves }: MovesLeftOut): string {
  const pods = moves.reduce((sum, move) => sum + move.pods, 0);
  return `left out: ${count(pods, "pod")} that would move without the limit`;
}

/** The moves that are left out, those from one node to another together. */
export function leftOutRoutes({ moves }: MovesLeftOut): readonly { readonly route: string; readonly workloads: readonly string[] }[] {
  const routes = Map.groupBy(moves, ({ from, to }) => `${from} → ${to}`);
  return [...routes].map(([route, together]) => ({
    route,
    workloads: together.map(({ namespace, name, pods }) => `${namespace}/${name}${pods === 1 ? "" : ` ×${pods}`}`),
  }));
}

/** A row for each objective that the limit changes. */
export function leftOutRows({ objectives }: MovesLeftOut): readonly (readonly string[])[] {
  return objectives.map(({ name, limited, unlimited }) => [name, formatValue(limited), formatValue(unlimited)]);
}
