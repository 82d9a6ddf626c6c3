import { selects } from "../selectors/label-selector";
import type { Workload } from "../workloads/workload";
import { type ClusterInPlan, isLiving } from "./cluster-in-plan";
import { defineSymptom } from "./symptom";

/** Disruption budgets that allow no eviction while every pod is well: they block drains and upgrades for ever. */
export const blockingBudgets = defineSymptom({
  name: "blocking-budgets",
  title: "Disruption budgets that block every drain",
  needs: ["podDisruptionBudgets", "pods"],
  find: ({ podDisruptionBudgets }, cluster) =>
    podDisruptionBudgets.flatMap(({ metadata, spec, status }) => {
      if (
        status === undefined ||
        status.expectedPods === 0 ||
        status.disruptionsAllowed > 0 ||
        status.currentHealthy < status.expectedPods
      ) {
        return [];
      }
      const workload = workloadOf(metadata.namespace, spec.selector, cluster);
      // An operator moves its primary away and then lets go by itself.
      if (workload?.disruption === "operator") {
        return [];
      }
      const budget =
        spec.maxUnavailable === undefined ? `minAvailable ${spec.minAvailable ?? "1"}` : `maxUnavailable ${spec.maxUnavailable}`;
      const written = workload?.disruption;
      const row =
        workload === undefined
          ? "no row of the tables has these pods"
          : `the row of ${workload.id} says ${written === undefined ? "nothing" : describe(written)}`;
      return [
        {
          severity: "warning",
          subject: `${metadata.namespace}/${metadata.name}`,
          seen: `${budget} of ${status.expectedPods} ${status.expectedPods === 1 ? "pod" : "pods"}, all well: no eviction is allowed`,
          why: `a budget that wants all of its pods can never let one go; ${row}`,
          fix: "maxUnavailable: 1, or one replica more; to drain now, delete the budget for the time of the drain",
        },
      ];
    }),
});

function workloadOf(namespace: string, selector: Parameters<typeof selects>[0] | undefined, { pods }: ClusterInPlan): Workload | undefined {
  return pods.find(
    ({ pod, workload }) =>
      workload !== undefined &&
      isLiving(pod) &&
      pod.metadata.namespace === namespace &&
      selector !== undefined &&
      selects(selector, pod.metadata.labels),
  )?.workload;
}

function describe(budget: Exclude<Workload["disruption"], undefined | "operator">): string {
  return "minAvailable" in budget ? `minAvailable ${budget.minAvailable}` : `maxUnavailable ${budget.maxUnavailable}`;
}
