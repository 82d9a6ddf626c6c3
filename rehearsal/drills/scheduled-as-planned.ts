import { deviations } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import type { Drill } from "./drill";

/** Every pod is on a node of its planned set, as the real scheduler placed it. */
export const scheduledAsPlanned: Drill = {
  name: "scheduled-as-planned",
  question: "Does kube-scheduler put every pod where the plan says?",
  run: async ({ api, plan, step }) => {
    step("waiting for the scheduler");
    const { pods, settled } = await settle(api, { done: (seen) => deviations(plan, seen, "planned").length === 0 });
    const findings = deviations(plan, pods, "planned");
    const planned = plan.workloads.reduce((sum, { replicas }) => sum + replicas, 0);
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `all ${planned} pods are on planned nodes`
          : `${findings.length} of ${planned} pods are not where they are planned${settled ? "" : ", and the cluster had not come to rest"}`,
      findings,
      facts: [{ label: "pods of the cluster, DaemonSets included", value: String(pods.length) }],
    };
  },
};
