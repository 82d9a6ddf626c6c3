import type { Backup } from "../backups/backup";
import type { BurstPool } from "../burst/burst-pool";
import type { HardwareProfile } from "../hardware/machine";
import type { PlacementProblem } from "../placement/problem";
import type { PolicySettings } from "./definition";
import type { Tiers } from "../tiers/normalize";
import type { Tier } from "../workloads/schema";
import type { Workload } from "../workloads/workload";

export interface Namespace {
  readonly name: string;
  readonly tier: Tier;
  readonly core: boolean;
  /** Kubernetes, or what is installed there, makes it: nothing of its tier is there but the priority. */
  readonly madeElsewhere: boolean;
  readonly note?: string;
}

/** A stack's tables after validation, and the placement problem that they pose. */
export interface Stack {
  readonly name: string;
  readonly hardware: HardwareProfile;
  readonly namespaces: readonly Namespace[];
  readonly workloads: readonly Workload[];
  readonly backups: readonly Backup[];
  readonly problem: PlacementProblem;
  /** Nodes that are rented while they are needed; absent when bursts are off. They are no part of the problem. */
  readonly burst?: BurstPool;
  /** The stack's own settings of policies by their id, not yet checked: the policies know what they accept. */
  readonly policies: PolicySettings;
  /** What the tiers give its namespaces; absent: nothing but a label and a priority. */
  readonly tiers?: Tiers;
}
