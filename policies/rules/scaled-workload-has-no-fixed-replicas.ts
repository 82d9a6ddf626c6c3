import { scalerOf } from "../model/scaling";
import { subjectsOfType } from "../model/cluster";
import { defineRule } from "../rule";

/** Who scales a workload alone writes its number of replicas. */
export const scaledWorkloadHasNoFixedReplicas = defineRule({
  id: "scaled-workload-has-no-fixed-replicas",
  displayName: "A scaled workload has no fixed number of replicas",
  description: "A workload that a scaler scales leaves spec.replicas out.",
  why: "Every update of the program sets the number again that it writes down: a workload at zero is started, one under load is cut back to it, until the scaler corrects that.",
  remediation: "Remove spec.replicas; the scaler's minimum says how many there are at least.",
  group: "disruption",
  severity: "medium",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type !== "workload") {
      return [];
    }
    const fixed = subject.controller?.fixedReplicas;
    if (fixed === undefined) {
      return [];
    }
    const { kind, namespace, name } = subject;
    const scaler =
      scalerOf(subject, cluster) ??
      subjectsOfType(cluster, "horizontal-autoscaler").find(
        (candidate) => candidate.namespace === namespace && candidate.targetKind === kind && candidate.targetName === name,
      );
    return scaler === undefined ? [] : [{ message: `${subject.label} sets spec.replicas to ${fixed}, and ${scaler.label} scales it.` }];
  },
});
