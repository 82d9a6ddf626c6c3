import { defineRule } from "../rule";

/** Names and values of Kubernetes' own classes are left to Kubernetes. */
export const priorityClassIsNotReserved = defineRule({
  id: "priority-class-is-not-reserved",
  displayName: "A PriorityClass keeps to names and values of its own",
  description: "No PriorityClass has a name that begins with system-, or a value above 1000000000.",
  why: "Both are reserved for system-cluster-critical and system-node-critical: the API server refuses the class, in the middle of the update.",
  remediation: "Give it another name and a value of at most 1000000000.",
  group: "resources",
  severity: "medium",
  view: "resource",
  settings: {},
  *check(subject) {
    if (subject.type !== "priority-class" || kubernetesOwn.has(subject.name)) {
      return;
    }
    if (subject.name.startsWith("system-")) {
      yield { message: `${subject.label} has a reserved name: it begins with system-.` };
    }
    if ((subject.value ?? 0) > highestValue) {
      yield { message: `${subject.label} has a reserved value: ${subject.value ?? 0} is above ${highestValue}.` };
    }
  },
});

const highestValue = 1_000_000_000;
const kubernetesOwn: ReadonlySet<string> = new Set(["system-cluster-critical", "system-node-critical"]);
