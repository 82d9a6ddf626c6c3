import { z } from "zod";
import { isQuantity, parseQuantity } from "../../infra/quantities/quantity";
import { standardTiers } from "../../infra/tiers/tier-table";
import { tierNames } from "../../infra/workloads/schema";
import { decidedParts } from "../model/undecidable";
import { defineRule } from "../rule";

/** PriorityClasses of the tiers whose memory is not overcommitted, as the table comes. */
export const requestIsLimitByDefault: readonly string[] = tierNames.filter((tier) => standardTiers[tier].memory === "request-is-limit");

/** What is important has the memory that it may use. */
export const tierMemoryRequestIsLimit = defineRule({
  id: "tier-memory-request-is-limit",
  displayName: "Important tiers request the memory that they may use",
  description:
    "Containers of pods whose tier says so request as much memory as their limit, where they have one; the amounts are compared, not their text. The tier is told by the pod's PriorityClass.",
  why: "What a container uses beyond its request is memory that the scheduler has promised to others: when the node runs out, the kernel kills those furthest above their request first, however important they are.",
  remediation: "Set resources.requests.memory and resources.limits.memory to the same amount, or give the workload a tier that may burst.",
  group: "resources",
  severity: "medium",
  view: "resource",
  settings: {
    priorityClasses: z
      .array(z.string().min(1))
      .default([...requestIsLimitByDefault])
      .describe("PriorityClasses of such tiers. Where a whole Berth stack is checked, its own tiers decide instead; without tiers, none."),
  },
  check(subject, cluster, settings) {
    if (subject.type !== "workload" || subject.pod.priorityClassName === undefined) {
      return [];
    }
    const { label, pod } = subject;
    const priorityClass = pod.priorityClassName;
    if (priorityClass === undefined || !(cluster.requestIsLimit ?? settings.priorityClasses).includes(priorityClass)) {
      return [];
    }
    return decidedParts(
      (pod.containers ?? []).map(({ name, resourcesPath, requests, limits }) => () => {
        const { memory: limit } = limits;
        // A limit alone is a request of the same amount; without one the LimitRange of the tier gives it.
        const { memory: request = limit } = requests;
        return request === undefined || limit === undefined || isSame(request, limit)
          ? []
          : [
              {
                message: `Container ${name} of ${label} is of tier ${priorityClass}, requests ${request} of memory and may use ${limit}: ${resourcesPath}.limits.memory differs from the request.`,
              },
            ];
      }),
    );
  },
});

function isSame(request: string, limit: string): boolean {
  return !isQuantity(request) || !isQuantity(limit) || parseQuantity(request) === parseQuantity(limit);
}
