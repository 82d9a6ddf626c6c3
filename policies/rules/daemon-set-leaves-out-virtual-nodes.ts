import { virtualNodeLabel } from "../../infra/burst/federation/virtual-node";
import { type NodeConditionView, subjectsOfType, type WorkloadView } from "../model/cluster";
import { tolerates } from "../model/taint-toleration";
import { defineRule } from "../rule";

/** What Liqo puts on its virtual nodes. */
const virtualNodeTaint = { key: "virtual-node.liqo.io/not-allowed", value: "true", effect: "NoExecute" } as const;

/** What runs on every machine does not run on what only looks like one. */
export const daemonSetLeavesOutVirtualNodes = defineRule({
  id: "daemon-set-leaves-out-virtual-nodes",
  displayName: "A DaemonSet leaves virtual nodes out",
  description:
    "In a program that offloads a namespace, a DaemonSet that tolerates every taint requires nodes without the label liqo.io/type.",
  why: "A virtual node stands for another cluster. The pod of a DaemonSet is made for it, and waits there for ever, because its namespace is not offloaded; a rollout of the DaemonSet waits with it.",
  remediation: "Add { key: liqo.io/type, operator: DoesNotExist } to every term of its required node affinity.",
  group: "placement",
  severity: "medium",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    return subject.type !== "workload" ||
      subject.kind !== "DaemonSet" ||
      subjectsOfType(cluster, "namespace-offloading").length === 0 ||
      !subject.pod.tolerations.some((toleration) => tolerates(toleration, virtualNodeTaint)) ||
      leavesOut(subject)
      ? []
      : [
          {
            message: `${subject.label} tolerates the taint of virtual nodes, and ${subject.specPath}.affinity.nodeAffinity does not leave them out.`,
          },
        ];
  },
});

/** The terms are alternatives: each has to. */
function leavesOut({ pod: { requiredNodeTerms } }: WorkloadView): boolean {
  return requiredNodeTerms.length > 0 && requiredNodeTerms.every(({ matchExpressions }) => matchExpressions.some(excludes));
}

function excludes({ key, operator, values }: NodeConditionView): boolean {
  const { key: label, value } = virtualNodeLabel;
  return (
    key === label &&
    (operator === "DoesNotExist" || (operator === "NotIn" && values.includes(value)) || (operator === "In" && !values.includes(value)))
  );
}
