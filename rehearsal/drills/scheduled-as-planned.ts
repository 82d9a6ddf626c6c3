import { leewayOf } from "../../infra/placement/emit/emit-placements";
import { deviations, foretold, plannedOnly } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import type { Drill } from "./drill";

/**
 * Every pod is on a node of its planned set, as the real scheduler placed it; where the plan says itself that the scheduler
 * may choose otherwise, on one of those that it names.
 */
export const scheduledAsPlanned: Drill = {
  name: "scheduled-as-planned",
  question: "Does kube-scheduler put every pod where the plan says?",
  run: async ({ api, stack, plan, step }) => {
    step("waiting for the scheduler");
    const allowed = foretold(leewayOf(stack, plan));
    const { pods, settled } = await settle(api, { done: (seen) => deviations(plan, seen, allowed).length === 0 });
    const findings = deviations(plan, pods, allowed);
    const planned = plan.workloads.reduce((sum, { replicas }) => sum + replicas, 0);
    const elsewhere = deviations(plan, pods, plannedOnly).length - findings.length;
    const otherwise = elsewhere === 0 ? "" : `, ${elsewhere} of them on other nodes that the plan foretold`;
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `all ${planned} pods are on planned nodes${otherwise}`
          : `${findings.length} of ${planned} pods are not where they are planned${settled ? "" : ", and the cluster had not come to rest"}`,
      findings,
      facts: [{ label: "pods of the cluster, DaemonSets included", value: String(pods.length) }],
    };
  },
};
