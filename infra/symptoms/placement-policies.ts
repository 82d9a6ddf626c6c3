import { defineSymptom, type SymptomFinding } from "./symptom";

/** Policies of Berth that Kyverno has not taken up. Those of others are theirs to mend. */
export const placementPolicies = defineSymptom({
  name: "placement-policies",
  title: "Placement policies that do nothing",
  needs: ["mutatingPolicies"],
  find: ({ mutatingPolicies }) =>
    mutatingPolicies.flatMap(({ metadata, status }): readonly SymptomFinding[] => {
      const workload = metadata.annotations["berth.dev/workload"];
      const condition = status?.conditionStatus;
      return workload === undefined || condition?.ready !== false
        ? []
        : [
            {
              severity: "critical",
              subject: `policy ${metadata.name}`,
              seen: `is not ready${condition.message === "" ? "" : `: ${condition.message}`}`,
              why: `new pods of ${workload} start without their placement`,
              fix: "kubectl describe mutatingpolicy has the condition; look at the log of kyverno-admission-controller",
            },
          ];
    }),
});
