import type { BackupRow } from "../backups/schema";
import type { BurstRow } from "../burst/burst-schema";
import type { HardwareTable } from "../hardware/schema";
import type { ObjectiveName, PlacementProblem } from "../placement/problem";
import type { TierSettings } from "../tiers/schema";
import type { NamespaceRow, WorkloadRow } from "../workloads/schema";

export type PolicySettings = Readonly<Record<string, unknown>>;

/** What stands in `stacks/<name>/definition.ts`: the tables that a user edits, and nothing that touches Pulumi. */
export interface StackDefinition {
  readonly name: string;
  readonly hardware: HardwareTable;
  readonly namespaces: readonly NamespaceRow[];
  readonly workloads: readonly WorkloadRow[];
  /** Volumes that are backed up. Default: none. */
  readonly backups?: readonly BackupRow[];
  /**
   * LimitRange, quota and priority by tier, kept by Kyverno; `{}` takes those of `standardTiers` (docs/tiers.md). Default:
   * none.
   */
  readonly tiers?: TierSettings;
  /** What may be rented while it is needed, and the workloads that exist only then. Used when `berth:burst` says so. */
  readonly burst?: Omit<BurstRow, "workloads" | "support"> & {
    readonly workloads?: readonly WorkloadRow[];
    readonly support?: { readonly namespaces?: readonly NamespaceRow[]; readonly workloads?: readonly WorkloadRow[] };
  };
  /** Default: `defaultPlanning` in infra/stack/planning.ts. */
  readonly planning?: {
    /** Objectives after `place` and `control-plane`, most important first, by preset. */
    readonly presets: Readonly<Record<"balance" | "power", readonly ObjectiveName[]>>;
    readonly ceilings: PlacementProblem["ceilings"];
  };
  /**
   * Levels, settings and exemptions of policies by their id, in the format of `--policy-pack-config`: see
   * docs/policies.md. Default: every policy as it comes.
   */
  readonly policies?: PolicySettings;
}
