import { decidedParts } from "../model/undecidable";
import { defineRule } from "../rule";

/** The scheduler knows what every container needs. */
export const containerRequestsCpuAndMemory = defineRule({
  id: "container-requests-cpu-and-memory",
  displayName: "Every container requests CPU and memory",
  description: "Every container requests CPU and memory, init containers and sidecars too; a limit counts as a request of the same amount.",
  why: "The scheduler takes a container without requests for one that needs nothing: the node fills up, such pods get the least CPU and are the first that the kernel kills.",
  remediation: "Set resources.requests.cpu and resources.requests.memory to what it uses at normal load.",
  group: "resources",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "workload") {
      return [];
    }
    return decidedParts(
      (subject.pod.containers ?? []).map((container) => () => {
        const { name, resourcesPath, requests, limits } = container;
        const missing = ["cpu", "memory"].filter((resource) => requests[resource] === undefined && limits[resource] === undefined);
        return missing.length === 0
          ? []
          : [{ message: `Container ${name} of ${subject.label} requests no ${missing.join(" and no ")} in ${resourcesPath}.` }];
      }),
    );
  },
});
