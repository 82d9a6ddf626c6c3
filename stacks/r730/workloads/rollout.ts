import type { WorkloadRow } from "../../../infra/workloads/schema";

/** A Deployment that ends its pod before it starts the next (strategy Recreate): assumed wherever two would be in each other's way. */
export const endsFirst: NonNullable<WorkloadRow["rollout"]> = { maxSurge: 0, maxUnavailable: "100%" };
