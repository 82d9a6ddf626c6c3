import { subjectsOfType } from "../model/cluster";
import { type VerticalAutoscalerView } from "../model/object-views";
import { decidedParts } from "../model/undecidable";
import { defineRule } from "../rule";

/** What counts pods by their use of a request must not see the request change. */
export const scalerAndVpaOnDifferentResources = defineRule({
  id: "scaler-and-vpa-on-different-resources",
  displayName: "Scaler and VPA act on different resources",
  description:
    "A VerticalPodAutoscaler that changes requests leaves out the CPU or memory by which a scaler counts the replicas of the same workload.",
  why: "A scaler compares use with the request. When the VPA raises the request, the share falls and pods are taken away; those left use more, and the VPA raises it again.",
  remediation: "Set updateMode: Off, leave the resource out of controlledResources, or scale on something else than CPU and memory.",
  group: "resources",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    if (subject.type !== "vertical-autoscaler" || subject.updateMode === "Off") {
      return [];
    }
    const scalers = [
      ...subjectsOfType(cluster, "scaler").map((scaler) => ({ scaler, metrics: () => scaler.triggerTypes })),
      ...subjectsOfType(cluster, "horizontal-autoscaler").map((scaler) => ({ scaler, metrics: () => scaler.resourceMetrics })),
    ];
    return decidedParts(
      scalers.map(({ scaler, metrics }) => () => {
        const shared = isSameTarget(subject, scaler) ? subject.controlledResources.filter((resource) => metrics().includes(resource)) : [];
        return shared.length === 0
          ? []
          : [
              {
                message: `${subject.label} changes the ${shared.join(" and ")} requests by which ${scaler.label} counts the replicas of ${subject.targetKind} ${subject.targetName}.`,
              },
            ];
      }),
    );
  },
});

type Target = Pick<VerticalAutoscalerView, "namespace" | "targetKind" | "targetName">;

function isSameTarget(one: Target, other: Target): boolean {
  return one.namespace === other.namespace && one.targetKind === other.targetKind && one.targetName === other.targetName;
}
