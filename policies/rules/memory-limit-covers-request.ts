import { isQuantity, parseQuantity } from "../../infra/quantities/quantity";
import { decidedParts } from "../model/undecidable";
import { defineRule } from "../rule";

/** A container may use what it is promised. */
export const memoryLimitCoversRequest = defineRule({
  id: "memory-limit-covers-request",
  displayName: "A memory limit is not below the request",
  description: "No container's memory limit is below its memory request; the amounts are compared, not their text.",
  why: "The API server refuses the pod, but accepts the Deployment: the update succeeds, the controller makes no pod, and the old one is gone.",
  remediation: "Raise resources.limits.memory to the request at least, or lower the request.",
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
        const { memory: limit } = limits;
        const { memory: request } = requests;
        return limit === undefined ||
          request === undefined ||
          !isQuantity(limit) ||
          !isQuantity(request) ||
          parseQuantity(limit) >= parseQuantity(request)
          ? []
          : [
              {
                message: `Container ${name} of ${subject.label} requests ${request} of memory and may use ${limit}: ${resourcesPath}.limits.memory is below the request.`,
              },
            ];
      }),
    );
  },
});
