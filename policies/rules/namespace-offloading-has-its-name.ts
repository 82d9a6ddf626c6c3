import { defineRule } from "../rule";

/** Liqo looks for one name. */
const onlyName = "offloading";

/** A namespace is opened to another cluster under the name that Liqo looks for. */
export const namespaceOffloadingHasItsName = defineRule({
  id: "namespace-offloading-has-its-name",
  displayName: "A NamespaceOffloading has the name that Liqo knows",
  description: "A NamespaceOffloading is called `offloading`.",
  why: "Liqo looks for that name in each namespace and passes every other by without a word: the pods that should go to the other cluster stay Pending for ever.",
  remediation: "Set metadata.name to offloading: there is one for each namespace.",
  group: "placement",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    return subject.type !== "namespace-offloading" || subject.name === onlyName
      ? []
      : [{ message: `${subject.label} is not called ${onlyName}, and Liqo does not see it.` }];
  },
});
