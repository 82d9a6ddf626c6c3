import { describeSelector, selects } from "../../infra/selectors/label-selector";
import { defineRule } from "../rule";

/** A controller finds the pods that it makes. */
export const selectorMatchesPodLabels = defineRule({
  id: "selector-matches-pod-labels",
  displayName: "A controller selects the pods that it makes",
  description: "The selector of a Deployment, StatefulSet, DaemonSet or ReplicaSet matches the labels of its pod template.",
  why: "The API server refuses the controller, in the middle of the update; and because the selector cannot be changed later, a wrong one costs a replacement.",
  remediation: "Put every label of spec.selector on the pod template.",
  group: "placement",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "workload" || !withSelector.has(subject.kind)) {
      return [];
    }
    const selector = subject.controller?.selector;
    return selector === undefined || selects(selector, subject.pod.labels)
      ? []
      : [{ message: `${subject.label} selects ${describeSelector(selector)}, and its pod template does not carry that.` }];
  },
});

const withSelector: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"]);
