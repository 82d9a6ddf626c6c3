import { type HorizontalAutoscalerView } from "../model/object-views";
import { type ScalerView, subjectsOfType } from "../model/cluster";
import { sharedWithEarlier } from "../model/sharing";
import { defineRule } from "../rule";

/** Only one controller decides how many replicas a workload has. */
export const oneScalerPerWorkload = defineRule({
  id: "one-scaler-per-workload",
  displayName: "One scaler per workload",
  description: "A workload is the target of at most one ScaledObject, HTTPScaledObject or HorizontalPodAutoscaler.",
  why: "Each of two scalers sets its own number of replicas: the workload is scaled up and down without end, and scale-to-zero never lasts.",
  remediation: "Keep one of them. KEDA can combine several triggers in one ScaledObject, CPU and memory included.",
  group: "disruption",
  severity: "high",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "scaler" && subject.type !== "horizontal-autoscaler") {
      return;
    }
    const all: readonly (ScalerView | HorizontalAutoscalerView)[] = [
      ...subjectsOfType(cluster, "scaler"),
      ...subjectsOfType(cluster, "horizontal-autoscaler"),
    ];
    const targetOf = ({ targetKind, namespace, targetName }: ScalerView | HorizontalAutoscalerView): readonly string[] => [
      `${targetKind} ${namespace}/${targetName}`,
    ];
    for (const { other, key } of sharedWithEarlier(subject, all, targetOf)) {
      yield { message: `${subject.label} and ${other.label} both scale ${key}.` };
    }
  },
});
