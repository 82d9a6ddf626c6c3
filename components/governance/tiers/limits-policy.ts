import { limitRangeSpec, quotaSpec, tierLabel, tierObjectName } from "../../../infra/tiers/objects";
import type { TierTable } from "../../../infra/tiers/tier-table";
import { tierNames } from "../../../infra/workloads/schema";
import { celLiteral } from "../cel";
import { type PolicyDocument, policyMetadata } from "./policy-document";

/**
 * The GeneratingPolicy that gives each namespace with a tier's label the LimitRange and the ResourceQuota of that tier.
 * One policy for all tiers: a namespace that changes its tier stays a match of the same policy, which then writes the
 * same two objects again; with a policy for each, the one takes away what the other makes. They stay when the policy is
 * replaced or removed: a namespace is never without a quota because of an update.
 *
 * @param namespacesMadeElsewhere - get neither: what is installed there brings requests of its own.
 *
 * @see https://kyverno.io/docs/policy-types/generating-policy/
 */
export function limitsPolicy(table: TierTable, namespacesMadeElsewhere: readonly string[]): PolicyDocument {
  const limits = Object.fromEntries(
    tierNames.map((tier) => [tier, { limits: limitRangeSpec(table[tier]).limits.map((item) => ({ ...item })) }]),
  );
  const quotas = Object.fromEntries(tierNames.map((tier) => [tier, { hard: { ...quotaSpec(table[tier]).hard } }]));
  return {
    apiVersion: "policies.kyverno.io/v1",
    kind: "GeneratingPolicy",
    metadata: policyMetadata(
      "tier-limits",
      "Limits of a tier",
      "Gives each namespace with a tier the LimitRange and the ResourceQuota of that tier, and keeps them so.",
    ),
    spec: {
      evaluation: {
        admission: { enabled: true },
        generateExisting: { enabled: true },
        synchronize: { enabled: true },
        orphanDownstreamOnPolicyDelete: { enabled: true },
      },
      matchConstraints: {
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["namespaces"] }],
      },
      matchConditions: [
        { name: "has-a-tier", expression: `object.metadata.?labels[?"${tierLabel}"].orValue("") in ${celLiteral([...tierNames])}` },
        ...notMadeElsewhere(namespacesMadeElsewhere),
      ],
      variables: [
        { name: "tier", expression: `object.metadata.labels["${tierLabel}"]` },
        { name: "limits", expression: celLiteral(limits) },
        { name: "quotas", expression: celLiteral(quotas) },
        { name: "objects", expression: `[${generatedObject("LimitRange", "limits")}, ${generatedObject("ResourceQuota", "quotas")}]` },
      ],
      generate: [{ expression: "generator.Apply(object.metadata.name, variables.objects)" }],
    },
  };
}

function notMadeElsewhere(names: readonly string[]): readonly object[] {
  return names.length === 0
    ? []
    : [{ name: "not-made-elsewhere", expression: `!(object.metadata.name in ${celLiteral([...names].sort())})` }];
}

function generatedObject(kind: "LimitRange" | "ResourceQuota", specs: "limits" | "quotas"): string {
  const metadata = `dyn({"name": dyn("${tierObjectName}"), "namespace": dyn(object.metadata.name)})`;
  return `{"apiVersion": dyn("v1"), "kind": dyn("${kind}"), "metadata": ${metadata}, "spec": dyn(variables.${specs}[variables.tier])}`;
}
