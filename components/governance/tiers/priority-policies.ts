import { tierLabel } from "../../../infra/tiers/objects";
import { priorityOfTier } from "../../../infra/workloads/priority";
import { type Tier, tierNames } from "../../../infra/workloads/schema";
import { celLiteral } from "../cel";
import { type PolicyDocument, policyMetadata } from "./policy-document";

/**
 * One MutatingPolicy for each tier: a pod that names no PriorityClass gets that of its namespace's tier. The Priority
 * plugin of the API server runs before any webhook and has written a number and a preemption policy into the pod; it
 * runs again after, and refuses a pod whose number is not that of its class. So both are taken out, and it writes them anew.
 *
 * A cluster whose PriorityClasses have a `globalDefault` gives every pod a class before this sees it: then it does nothing.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/plugin/pkg/admission/priority/admission.go
 */
export function priorityPolicies(): readonly PolicyDocument[] {
  return tierNames.map(priorityPolicy);
}

function priorityPolicy(tier: Tier): PolicyDocument {
  const className = priorityOfTier[tier].name;
  return {
    apiVersion: "policies.kyverno.io/v1",
    kind: "MutatingPolicy",
    metadata: policyMetadata(
      `tier-priority-${tier}`,
      `Priority of tier ${tier}`,
      `Gives pods of namespaces of tier ${tier} the PriorityClass ${className}, unless they name one.`,
    ),
    spec: {
      failurePolicy: "Ignore",
      evaluation: { admission: { enabled: true }, mutateExisting: { enabled: false } },
      // Pods only: a controller that GitOps deploys would differ from its source.
      autogen: { podControllers: { controllers: [] } },
      matchConstraints: {
        namespaceSelector: { matchLabels: { [tierLabel]: tier } },
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
      },
      matchConditions: [
        { name: "not-static", expression: `!object.metadata.?annotations[?"kubernetes.io/config.mirror"].hasValue()` },
        { name: "names-no-class", expression: `object.spec.?priorityClassName.orValue("") == ""` },
      ],
      mutations: [{ patchType: "JSONPatch", jsonPatch: { expression: patches(className) } }],
    },
  };
}

function patches(className: string): string {
  return [
    ...["priority", "preemptionPolicy"].map(
      (field) => `(object.spec.?${field}.hasValue() ? [JSONPatch{op: "remove", path: "/spec/${field}"}] : [])`,
    ),
    `[JSONPatch{op: "add", path: "/spec/priorityClassName", value: ${celLiteral(className)}}]`,
  ].join(" +\n");
}
