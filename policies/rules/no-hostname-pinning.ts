import { hostnameLabel } from "../../infra/hardware/node-labels";
import { type NodeTermView, type WorkloadView } from "../model/cluster";
import { defineRule, type Violation } from "../rule";

/** Capability, never hostname. */
export const noHostnamePinning = defineRule({
  id: "no-hostname-pinning",
  displayName: "No pinning to a host name",
  description: "A workload is placed by what it needs from a node, never by the node's name. DaemonSets and the owners of node-local volumes are excepted.",
  why: "A pod that names its node cannot run anywhere else: when the node fails, is drained or is replaced under another name, the pod stays Pending although other nodes could carry it.",
  remediation: "Select on a capability label of the node (berth.dev/pool, berth.dev/memory-class, a GPU or device label) instead of its name, or remove the condition.",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "workload" || subject.kind === "DaemonSet" || subject.kind === "StaticPod") {
      return [];
    }
    const violations = pinningsOf(subject).map((pinning): Violation => ({ message: `${subject.label} is pinned to a node by its name: ${pinning}.` }));
    return violations.length > 0 && subject.pod.nodeLocalVolume
      ? violations.map((violation) => ({ ...violation, outcome: "exempted", reason: "its volume is on that node's disk" }))
      : violations;
  },
});

function pinningsOf({ pod, specPath }: WorkloadView): readonly string[] {
  const pinnings: string[] = [];
  if (pod.nodeName !== undefined && pod.nodeName !== "") {
    pinnings.push(`${specPath}.nodeName is "${pod.nodeName}"`);
  }
  const selected = pod.nodeSelector[hostnameLabel];
  if (selected !== undefined) {
    pinnings.push(`${specPath}.nodeSelector["${hostnameLabel}"] is "${selected}"`);
  }
  for (const term of [...pod.requiredNodeTerms, ...pod.preferredNodeTerms]) {
    pinnings.push(...conditionsOn(term));
  }
  return pinnings;
}

function conditionsOn({ path, matchExpressions, matchFields }: NodeTermView): readonly string[] {
  return [
    ...matchExpressions.filter(({ key }) => key === hostnameLabel).map((condition) => ({ field: "matchExpressions", condition })),
    ...matchFields.filter(({ key }) => key === "metadata.name").map((condition) => ({ field: "matchFields", condition })),
  ].map(({ field, condition: { key, operator, values } }) => `${path}.${field} asks for ${key} ${operator} [${values.join(", ")}]`);
}
