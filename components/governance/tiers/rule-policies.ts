import { tierLabel } from "../../../infra/tiers/objects";
import type { Tiers } from "../../../infra/tiers/normalize";
import { tierNames } from "../../../infra/workloads/schema";
import { celLiteral } from "../cel";
import { type PolicyDocument, policyMetadata } from "./policy-document";

export const cpuLimitMessage = "A CPU limit throttles the container while the node is idle: remove limits.cpu and keep requests.cpu.";
export const tierMessage = `The namespace has no tier: set the label ${tierLabel} to one of ${tierNames.join(", ")}.`;

/** The ValidatingPolicies: no CPU limits in namespaces with a tier, and no namespace without a tier. */
export function rulePolicies(
  { cpuLimits, namespacesWithoutTier }: Pick<Tiers, "cpuLimits" | "namespacesWithoutTier">,
  namespacesMadeElsewhere: readonly string[],
): readonly PolicyDocument[] {
  return [
    {
      apiVersion: "policies.kyverno.io/v1",
      kind: "ValidatingPolicy",
      metadata: policyMetadata("tier-no-cpu-limits", "No CPU limits", "CPU is requested, never limited."),
      spec: {
        validationActions: [cpuLimits],
        failurePolicy: "Ignore",
        evaluation: { admission: { enabled: true }, background: { enabled: true } },
        matchConstraints: {
          namespaceSelector: { matchExpressions: [{ key: tierLabel, operator: "Exists" }] },
          // A pod's limits do not change once it is there, and its controllers still have to remove its finalizers.
          resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
        },
        validations: [
          ...["containers", "initContainers"].map((field) => ({
            expression: `object.spec.?${field}.orValue([]).all(container, !container.?resources.?limits.?cpu.hasValue())`,
            message: cpuLimitMessage,
          })),
          { expression: "!object.spec.?resources.?limits.?cpu.hasValue()", message: cpuLimitMessage },
        ],
      },
    },
    {
      apiVersion: "policies.kyverno.io/v1",
      kind: "ValidatingPolicy",
      metadata: policyMetadata(
        "tier-required",
        "Every namespace has a tier",
        "A namespace without a tier has no limits, no quota and no priority.",
      ),
      spec: {
        validationActions: [namespacesWithoutTier],
        failurePolicy: "Ignore",
        evaluation: { admission: { enabled: true }, background: { enabled: true } },
        matchConstraints: {
          resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["namespaces"] }],
        },
        matchConditions: [
          {
            name: "not-made-elsewhere",
            expression: `!(object.metadata.name in ${celLiteral([...exceptNamespaces(namespacesMadeElsewhere)])})`,
          },
          // Whoever deletes a namespace updates it.
          { name: "not-going", expression: "!object.metadata.?deletionTimestamp.hasValue()" },
        ],
        validations: [
          { expression: `object.metadata.?labels[?"${tierLabel}"].orValue("") in ${celLiteral([...tierNames])}`, message: tierMessage },
        ],
      },
    },
  ];
}

/** Those that need no tier's label, sorted: Kubernetes' own, and what the stack says is made elsewhere. */
export function exceptNamespaces(namespacesMadeElsewhere: readonly string[]): readonly string[] {
  return [...new Set(["default", "kube-node-lease", "kube-public", "kube-system", ...namespacesMadeElsewhere])].sort();
}
