import type { Backup } from "../backups/backup";
import type { HardwareProfile } from "../hardware/machine";
import type { PlacementProblem } from "../placement/problem";
import type { PolicySettings } from "./definition";
import type { Tier } from "../workloads/schema";
import type { Workload } from "../workloads/workload";

export interface Namespace {
  readonly name: string;
  readonly tier: Tier;
  readonly core: boolean;
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
  /** The stack's own settings of policies by their id, not yet checked: the policies know what they accept. */
  readonly policies: PolicySettings;
}
