import { type VerticalPodAutoscalerArgs, verticalPodAutoscalerParts } from "../../components/scaling/vertical-pod-autoscaler";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Stack } from "../../infra/stack/stack";

/**
 * What the VPA's own pods request, from their rows: a plan that does not know of them would be wrong.
 *
 * @throws UserError naming every row that is missing.
 */
export function verticalPodAutoscalerRequests({ workloads }: Pick<Stack, "workloads">): VerticalPodAutoscalerArgs["requests"] {
  const id = (part: string): string => `vpa/vertical-pod-autoscaler-${part}`;
  const rows = new Map(workloads.map((workload) => [workload.id, workload]));
  const missing = verticalPodAutoscalerParts.filter((part) => !rows.has(id(part)));
  if (missing.length > 0) {
    throw new UserError(
      "the VPA is not in the plan",
      missing.map((part) => ({
        path: `workloads[${id(part)}]`,
        message: "is missing, and some workload has verticalScaling",
        fix: 'add a Deployment with managedBy: "helm" and its requests',
      })),
    );
  }
  const requestsOf = (part: string): { readonly cpuMilli: number; readonly memoryBytes: number } => {
    const { cpuMilli = 0, memoryBytes = 0 } = rows.get(id(part))?.requests ?? {};
    return { cpuMilli, memoryBytes };
  };
  return {
    recommender: requestsOf("recommender"),
    updater: requestsOf("updater"),
    "admission-controller": requestsOf("admission-controller"),
  };
}
