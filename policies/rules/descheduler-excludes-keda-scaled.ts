import { coordinatorLabel } from "../../infra/workloads/coordination";
import { type ClusterModel, type ScalerView, type WorkloadView } from "../model/cluster";
import { mayEvict } from "../model/eviction";
import { describeSelector } from "../../infra/selectors/label-selector";
import { scalerOf, targetsOf } from "../model/scaling";
import { defineRule, type Violation } from "../rule";

/** What KEDA scales, the descheduler leaves alone. */
export const deschedulerExcludesKedaScaled = defineRule({
  id: "descheduler-excludes-keda-scaled",
  displayName: "The descheduler leaves KEDA's workloads alone",
  description: "No profile of the descheduler may evict pods of a workload that a ScaledObject or HTTPScaledObject scales.",
  why: "Two controllers then work against each other: KEDA starts a pod, the descheduler evicts it, the metric that woke it up rises again. With one replica every eviction is an outage.",
  remediation: `Put the label ${coordinatorLabel}: keda on the pod template, and let the DefaultEvictor's labelSelector select only pods whose ${coordinatorLabel} is descheduler.`,
  group: "disruption",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type === "workload") {
      return checkWorkload(subject, cluster);
    }
    return subject.type === "scaler" ? checkScaler(subject, cluster) : [];
  },
});

function checkWorkload(workload: WorkloadView, cluster: ClusterModel): readonly Violation[] {
  const scaler = scalerOf(workload, cluster);
  if (scaler === undefined) {
    return [];
  }
  return cluster.evictors
    .filter((evictor) => mayEvict(evictor, workload))
    .map((evictor) => ({
      message: `${workload.label} is scaled by ${scaler.label}, and ${evictor.label} may evict its pods: ${labelReason(workload, evictor.labelSelector)}.`,
    }));
}

/** A target that is deployed elsewhere shows no labels here: say so, unless there is nothing that evicts. */
function checkScaler(scaler: ScalerView, cluster: ClusterModel): readonly Violation[] {
  if (cluster.evictors.length === 0 || targetsOf(scaler, cluster).length > 0) {
    return [];
  }
  return [
    {
      outcome: "advice",
      message: `${scaler.label} scales ${scaler.targetKind} ${scaler.namespace}/${scaler.targetName}, which is not in this stack: whether the descheduler may evict its pods cannot be seen here.`,
      remediation: `See that its pod template carries the label ${coordinatorLabel}: keda.`,
    },
  ];
}

function labelReason({ pod }: WorkloadView, selector: Parameters<typeof describeSelector>[0] | undefined): string {
  const label = pod.labels[coordinatorLabel];
  const carried = label === undefined ? `they carry no label ${coordinatorLabel}` : `they carry ${coordinatorLabel}=${label}`;
  return selector === undefined
    ? `${carried}, and its evictor has no labelSelector`
    : `${carried}, and its evictor selects ${describeSelector(selector)}`;
}
