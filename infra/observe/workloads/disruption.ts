import type { WorkloadRow } from "../../workloads/schema";
import { disruptionSchema } from "../../workloads/schema";
import { allowedDisruptions } from "../../workloads/disruption";
import type { PodDisruptionBudget } from "../api/disruption-budget";
import { controllerOf } from "../api/metadata";
import { selects } from "../../selectors/label-selector";
import { type ObservedWorkload, workloadId } from "../owners/observed-workload";
import type { Remarks } from "../remarks";

/**
 * The disruption budget of a workload: the one PodDisruptionBudget whose selector finds its pods and no other
 * workload's. `operator` when a controller made it. Budgets that never allow an eviction are left out, because the
 * tables refuse what blocks every drain; so are those that the tables cannot say.
 *
 * @param workloads all workloads of the cluster.
 */
export function disruptionOf(
  workload: ObservedWorkload,
  replicas: number,
  budgets: readonly PodDisruptionBudget[],
  workloads: readonly ObservedWorkload[],
  remarks: Remarks,
): WorkloadRow["disruption"] {
  const id = workloadId(workload);
  const [budget, ...more] = budgets.filter((candidate) => finds(candidate, workload));
  if (budget === undefined) {
    return undefined;
  }
  const named = `its disruption budget ${budget.metadata.name}`;
  const leaveOut = (reason: string, fix?: string): WorkloadRow["disruption"] => {
    remarks.add("left out", id, `${named} ${reason}`, fix);
    return undefined;
  };
  if (more.length > 0) {
    const names = more.map(({ metadata }) => metadata.name).join(", ");
    remarks.add(
      "left out",
      id,
      `also has the disruption budgets ${names}: the API server refuses to evict a pod that two select`,
      "delete all but one",
    );
  }
  if (workload.kind !== "Deployment" && workload.kind !== "StatefulSet") {
    return leaveOut(`is not for a ${workload.kind}`);
  }
  const others = workloads.filter((other) => workloadId(other) !== id && finds(budget, other)).map(workloadId);
  if (others.length > 0) {
    return leaveOut(`also counts the pods of ${others.join(", ")}; those of the tables count one workload's`);
  }
  if (controllerOf(budget.metadata) !== undefined) {
    return "operator";
  }
  const { minAvailable, maxUnavailable } = budget.spec;
  const parsed = disruptionSchema.safeParse(minAvailable === undefined ? { maxUnavailable } : { minAvailable });
  if (!parsed.success) {
    return leaveOut("says neither minAvailable nor maxUnavailable as a count or a percentage");
  }
  if (allowedDisruptions(parsed.data, Math.max(1, replicas)) === 0) {
    return leaveOut(`allows no eviction of ${replicas} ${replicas === 1 ? "pod" : "pods"} and blocks every drain`, "use maxUnavailable: 1");
  }
  return parsed.data;
}

function finds({ metadata, spec }: PodDisruptionBudget, workload: ObservedWorkload): boolean {
  const { selector } = spec;
  return (
    selector !== undefined && metadata.namespace === workload.namespace && workload.labelSets.some((labels) => selects(selector, labels))
  );
}
