import type { SuccessMetrics } from "../infra/goals/success-metrics";
import { successMetrics as homelab } from "./homelab/goals";

const goals: Readonly<Record<string, SuccessMetrics>> = { homelab };

/** What a stack's owner wants its cluster to reach; undefined where nothing is written down. */
export function goalsOf(stackName: string): SuccessMetrics | undefined {
  return goals[stackName];
}
