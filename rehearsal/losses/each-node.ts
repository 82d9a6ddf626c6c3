import type { DrillContext, DrillResult } from "../drills/drill";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { type ForetoldLoss, foretoldLosses } from "./foretold-losses";
import { notAsPlanned, startingPlacement } from "./starting-placement";

export interface EachNode {
  /** Takes one node away, judges what becomes of its pods, and brings everything back. */
  readonly takeAway: (context: DrillContext, loss: ForetoldLoss, before: readonly ObservedPod[]) => Promise<DrillResult>;
  /** One line for so many nodes, when nothing was wrong, and for so many findings. */
  readonly held: (nodes: number) => string;
  readonly broken: (findings: number, nodes: number) => string;
}

/** Takes each node away in turn, beginning with a cluster that is as planned: where it is not, nothing holds. */
export async function withoutEachNode(context: DrillContext, { takeAway, held, broken }: EachNode): Promise<DrillResult> {
  const { pods: before, wrong } = await startingPlacement(context);
  if (wrong.length > 0) {
    return notAsPlanned(wrong);
  }
  const losses = foretoldLosses(context.stack.problem, context.plan, before);
  const results: DrillResult[] = [];
  for (const loss of losses) {
    results.push(await takeAway(context, loss, before));
  }
  const findings = results.flatMap((result) => result.findings);
  return {
    outcome: findings.length === 0 ? "held" : "broken",
    summary: findings.length === 0 ? held(losses.length) : broken(findings.length, losses.length),
    findings,
    facts: results.flatMap(({ facts }) => facts),
  };
}
