import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { settleAs } from "../observation/settle-as";
import { judgeLoss, type LossJudgement, type LossSettings } from "./judge-loss";

/** What became of a cluster that lost a node, once nothing more does. */
export async function settledLoss(api: ClusterApi, settings: LossSettings): Promise<LossJudgement> {
  const pods = await settleAs(api, (seen) => {
    const { findings, decided } = judgeLoss(settings, seen);
    return decided && findings.length === 0;
  });
  return judgeLoss(settings, pods);
}
