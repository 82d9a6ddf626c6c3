import type { DrillFact } from "../drills/drill";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import type { LossJudgement, LossSettings } from "./judge-loss";

/** What became of the pods of a node, for reading. */
export function describeLoss(
  { tiers, loss, what }: LossSettings,
  before: readonly ObservedPod[],
  { waiting, better, instead }: LossJudgement,
): readonly DrillFact[] {
  const there = before.filter(({ node, workload }) => node === loss.node && tiers.has(workload ?? "")).length;
  const alone = loss.controlPlaneWorks
    ? ""
    : "; as the loss of a node alone: on a real cluster its control plane goes with it, and nothing is scheduled until that is back";
  return [
    {
      label: what,
      value: `of ${there} pods that were there ${waiting === 0 ? "none waits" : `${waiting} wait${instead.length === 0 ? ", as the table says" : ""}`}${alone}`,
    },
    ...instead.map((value) => ({ label: `${what}, because others started first`, value })),
    ...better.map((value) => ({ label: `${what}, better than the table`, value })),
  ];
}
