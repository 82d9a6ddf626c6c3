import type { HardwareTable } from "../hardware/schema";
import type { ObjectiveName, PlacementProblem } from "../placement/problem";
import type { NamespaceRow, WorkloadRow } from "../workloads/schema";

/** What stands in `stacks/<name>/definition.ts`: the tables that a user edits, and nothing that touches Pulumi. */
export interface StackDefinition {
  readonly name: string;
  readonly hardware: HardwareTable;
  readonly namespaces: readonly NamespaceRow[];
  readonly workloads: readonly WorkloadRow[];
  readonly planning: {
    /** Objectives after `place` and `control-plane`, most important first, by preset. */
    readonly presets: Readonly<Record<"balance" | "power", readonly ObjectiveName[]>>;
    readonly ceilings: PlacementProblem["ceilings"];
  };
}
