import { defineRule } from "../rule";

/** An Ingress is for one controller. */
export const ingressNamesItsClass = defineRule({
  id: "ingress-names-its-class",
  displayName: "An Ingress names its class",
  description: "An Ingress has spec.ingressClassName, or the annotation of older clusters.",
  why: "Without a class it depends on each controller whether it serves the Ingress: none does and the name leads nowhere, or two do and both want its address and certificate.",
  remediation: "Set spec.ingressClassName to the class of the controller that is to serve it.",
  group: "placement",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    return subject.type === "ingress" && (subject.className ?? "") === ""
      ? [{ message: `${subject.label} names no class in spec.ingressClassName.` }]
      : [];
  },
});
