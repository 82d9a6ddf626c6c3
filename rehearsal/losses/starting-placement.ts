import { setTimeout as sleep } from "node:timers/promises";
import type { DrillContext, DrillFinding, DrillResult } from "../drills/drill";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import type { Wait } from "../observation/settle";
import { settleAs } from "../observation/settle-as";
import { allowanceOf, strayFindings } from "./restore-placement";

/** The pods that a drill begins with, and what is not as planned about them. */
export interface StartingPlacement {
  readonly pods: readonly ObservedPod[];
  /** Empty where everything runs where it is planned. */
  readonly wrong: readonly DrillFinding[];
}

/** Waits until the cluster is as planned, or is at rest without being so. @param wait Default: really waits. */
export async function startingPlacement(
  context: Pick<DrillContext, "api" | "stack" | "plan">,
  wait: Wait = sleep,
): Promise<StartingPlacement> {
  const allowed = allowanceOf(context);
  const wrongIn = (pods: readonly ObservedPod[]): readonly DrillFinding[] => strayFindings(context.plan, pods, allowed);
  const pods = await settleAs(context.api, (seen) => wrongIn(seen).length === 0, wait);
  return { pods, wrong: wrongIn(pods) };
}

/** What a drill says that has nothing to compare with, since the cluster is not as planned anyway: nothing holds by that. */
export function notAsPlanned(wrong: readonly DrillFinding[]): DrillResult {
  return { outcome: "broken", summary: "not tried: the cluster is not as planned to begin with", findings: wrong, facts: [] };
}
