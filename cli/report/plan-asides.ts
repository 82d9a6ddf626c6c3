import type { Finding } from "../../infra/diagnostics/finding";
import type { FleetCapacity } from "../../infra/capacity/capacity-document";
import type { BurstCapacity } from "../../infra/burst/burst-document";
import type { HostShares } from "../../infra/hardware/host-shares";
import type { PlanComparison } from "../../infra/placement/what-if/compare-plans";
import type { MovesLeftOut } from "../../infra/placement/what-if/moves-left-out";
import type { OneMoreNode } from "../../infra/placement/what-if/one-more-node";
import type { NodeMemoryLimits } from "../../infra/stack/memory-limits";

/** What a report can say beside the plan. Default of each: nothing. */
export interface PlanAsides {
  /** Where kube-scheduler may do otherwise than the plan says. */
  readonly doubts?: readonly Finding[];
  /** What the plan's assumptions change. */
  readonly comparison?: PlanComparison;
  /** What a limit on moves keeps the plan from. */
  readonly movesLeftOut?: MovesLeftOut;
  /** Which kinds of nodes would help a plan that falls short. */
  readonly oneMoreNode?: readonly OneMoreNode[] | undefined;
  /** Pods that move. */
  readonly podsMoved?: number;
  /** What the pods of each node may use at most. */
  readonly memoryLimits?: readonly NodeMemoryLimits[];
  /** What the hosts of the machines have promised of what they have. */
  readonly hosts?: readonly HostShares[];
  /** How many servers the stack's fleet needs for each load, and what they cost. */
  readonly fleet?: FleetCapacity;
  /** When the stack rents nodes, and what they cost. */
  readonly burst?: BurstCapacity;
}
