import { coordinatorLabel, doNotDisruptAnnotation } from "../../infra/workloads/coordination";
import { defineRule } from "../rule";

/** A pod is moved or it is not. */
export const rebalancedWorkloadMayBeDisrupted = defineRule({
  id: "rebalanced-workload-may-be-disrupted",
  displayName: "What the descheduler may move, Karpenter may too",
  description: `Pods with the label ${coordinatorLabel}=descheduler do not carry the annotation ${doNotDisruptAnnotation}: "true".`,
  why: "The label says that the pod may be evicted at any time, the annotation that it must not be: the descheduler evicts it all the same, and the node that it is on can never be given back.",
  remediation: `Remove the annotation ${doNotDisruptAnnotation}, or set the label ${coordinatorLabel} to none where the pods must stay.`,
  group: "disruption",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    return subject.type === "workload" &&
      subject.pod.labels[coordinatorLabel] === "descheduler" &&
      subject.pod.annotations[doNotDisruptAnnotation] === "true"
      ? [{ message: `The pods of ${subject.label} are labelled for the descheduler to move, and ${doNotDisruptAnnotation} forbids it.` }]
      : [];
  },
});
