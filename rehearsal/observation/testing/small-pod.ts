import type { ObservedPod } from "../../../kubernetes-api/observed-pods";

/** A pod of `apps/web` that runs on n1, but for what is given. */
export function smallPod({ pending, node = "n1", ...fields }: Partial<ObservedPod> & { readonly pending?: string } = {}): ObservedPod {
  return {
    namespace: "apps",
    name: "web-1",
    workload: "apps/web",
    ownerKind: "Deployment",
    phase: pending === undefined ? "Running" : "Pending",
    ready: pending === undefined,
    deleting: false,
    labels: {},
    requests: { cpuMilli: 100, memoryBytes: 64 * 1024 * 1024, others: {} },
    ...(pending === undefined ? { node } : { unschedulable: pending }),
    ...fields,
  };
}
