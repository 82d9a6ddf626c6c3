import { hostnameLabel } from "../../infra/hardware/node-labels";
import { type NodeTermView, type WorkloadView } from "../model/cluster";
import { decidedParts } from "../model/undecidable";
import { defineRule, type Violation } from "../rule";

/** Capability, never hostname. */
export const noHostnamePinning = defineRule({
  id: "no-hostname-pinning",
  displayName: "No pinning to a host name",
  description:
    "A workload is placed by what it needs from a node, never by the node's name. DaemonSets and the owners of node-local volumes are excepted.",
  why: "A pod that names its node cannot run anywhere else: when the node fails, is drained or is replaced under another name, the pod stays Pending although other nodes could carry it.",
  remediation:
    "Select on a capability label of the node (berth.dev/pool, berth.dev/memory-class, a GPU or device label) instead of its name, or remove the condition.",
  group: "placement",
  severity: "high",
  view: "resource",
  settings: {},
  *check(subject) {
    if (subject.type !== "workload" || subject.kind === "DaemonSet" || subject.kind === "StaticPod") {
      return;
    }
    for (const pinning of pinningsOf(subject)) {
      const violation: Violation = { message: `${subject.label} is pinned to a node by its name: ${pinning}.` };
      yield subject.pod.nodeLocalVolume ? { ...violation, outcome: "exempted", reason: "its volume is on that node's disk" } : violation;
    }
  },
});

function pinningsOf({ pod, specPath }: WorkloadView): Iterable<string> {
  return decidedParts([
    () => (pod.nodeName === undefined || pod.nodeName === "" ? [] : [`${specPath}.nodeName is "${pod.nodeName}"`]),
    () => {
      const selected = pod.nodeSelector[hostnameLabel];
      return selected === undefined ? [] : [`${specPath}.nodeSelector["${hostnameLabel}"] is "${selected}"`];
    },
    () => pod.requiredNodeTerms.flatMap(conditionsOn),
    () => pod.preferredNodeTerms.flatMap(conditionsOn),
  ]);
}

function conditionsOn({ path, matchExpressions, matchFields }: NodeTermView): readonly string[] {
  return [
    ...matchExpressions.filter(({ key }) => key === hostnameLabel).map((condition) => ({ field: "matchExpressions", condition })),
    ...matchFields.filter(({ key }) => key === "metadata.name").map((condition) => ({ field: "matchFields", condition })),
  ].map(({ field, condition: { key, operator, values } }) => `${path}.${field} asks for ${key} ${operator} [${values.join(", ")}]`);
}
