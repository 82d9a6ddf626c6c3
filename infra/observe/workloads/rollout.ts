import { rolloutSchema, type WorkloadRow } from "../../workloads/schema";
import type { DeploymentStrategy } from "../api/controllers";

/**
 * How a Deployment replaces its pods, where that is not Kubernetes' default. One that ends all of them first starts none
 * besides the old ones.
 */
export function rolloutOf(strategy: DeploymentStrategy | undefined): WorkloadRow["rollout"] {
  if (strategy?.type === "Recreate") {
    return { maxSurge: 0, maxUnavailable: "100%" };
  }
  const { data } = rolloutSchema.safeParse(strategy?.rollingUpdate ?? {});
  return data === undefined || (data.maxSurge === "25%" && data.maxUnavailable === "25%") ? undefined : data;
}
