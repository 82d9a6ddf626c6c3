import { coordinatorLabel } from "../../infra/workloads/coordination";
import { type ClusterModel, type WorkloadView } from "../model/cluster";
import { mayEvict } from "../model/eviction";
import { defineRule } from "../rule";

/** Who a pod says looks after it does. */
export const coordinatorLabelMatchesWhatActs = defineRule({
  id: "coordinator-label-matches-what-acts",
  displayName: "The coordinator's label says who acts",
  description: `Where pods carry the label ${coordinatorLabel}, it says keda exactly when a ScaledObject or HTTPScaledObject scales them, and otherwise descheduler or none.`,
  why: "Everything that might touch a pod goes by this label: pods that say keda and are scaled by nobody are left alone by the descheduler for nothing, and pods that are scaled and say otherwise are one setting away from being evicted while KEDA starts them.",
  remediation: `Set ${coordinatorLabel} on the pod template to who acts: keda with a ScaledObject, descheduler or none without.`,
  group: "disruption",
  severity: "medium",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    // What an admission policy does to the pods of any namespace names no workload.
    if (subject.type !== "workload" || subject.namespace === "*") {
      return [];
    }
    const said = subject.pod.labels[coordinatorLabel];
    const contradiction = said === undefined ? undefined : contradictionOf(said, subject, cluster);
    return contradiction === undefined
      ? []
      : [{ message: `The pods of ${subject.label} carry ${coordinatorLabel}=${said ?? ""}, and ${contradiction}.` }];
  },
});

const coordinators: ReadonlySet<string> = new Set(["keda", "descheduler", "none"]);

function contradictionOf(said: string, workload: WorkloadView, cluster: ClusterModel): string | undefined {
  if (!coordinators.has(said)) {
    return `there is no such coordinator: it is one of ${[...coordinators].join(", ")}`;
  }
  const scaler = cluster.scalers.find(({ namespace, targetName }) => namespace === workload.namespace && targetName === workload.name);
  if (scaler === undefined) {
    return said === "keda" ? "no ScaledObject scales them" : undefined;
  }
  // What may be evicted as well is for descheduler-excludes-keda-scaled to say.
  return said === "keda" || cluster.evictors.some((evictor) => mayEvict(evictor, workload)) ? undefined : `${scaler.label} scales them`;
}
