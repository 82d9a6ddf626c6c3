import { limitRangeSpec, quotaSpec, tierLabel } from "../../../infra/tiers/objects";
import type { Tiers } from "../../../infra/tiers/normalize";
import { priorityOfTier } from "../../../infra/workloads/priority";
import { tierNames } from "../../../infra/workloads/schema";
import { type PolicyDocument, policyMetadata } from "./policy-document";
import { cpuLimitMessage, exceptNamespaces, tierMessage } from "./rule-policies";

/**
 * The same four as ClusterPolicy of `kyverno.io/v1`, for Kyverno before 1.17. Here each tier has rules of its own, so the
 * objects carry the tier's name: on a change of tier the old rule takes its objects away while the new one makes others.
 *
 * @see https://kyverno.io/docs/policy-types/cluster-policy/generate/
 */
export function clusterPolicies(
  { table, cpuLimits, namespacesWithoutTier }: Tiers,
  namespacesMadeElsewhere: readonly string[],
): readonly PolicyDocument[] {
  const generated = tierNames.flatMap((tier) =>
    (["LimitRange", "ResourceQuota"] as const).map((kind) => ({
      name: `${kind.toLowerCase()}-${tier}`,
      match: { any: [{ resources: { kinds: ["Namespace"], selector: { matchLabels: { [tierLabel]: tier } } } }] },
      ...(namespacesMadeElsewhere.length === 0
        ? {}
        : { exclude: { any: [{ resources: { names: [...namespacesMadeElsewhere].sort() } }] } }),
      generate: {
        apiVersion: "v1",
        kind,
        name: `tier-${tier}`,
        namespace: "{{request.object.metadata.name}}",
        synchronize: true,
        generateExisting: true,
        orphanDownstreamOnPolicyDelete: true,
        data: { spec: kind === "LimitRange" ? limitRangeSpec(table[tier]) : quotaSpec(table[tier]) },
      },
    })),
  );
  const prioritised = tierNames.map((tier) => ({
    name: `priority-${tier}`,
    match: {
      any: [{ resources: { kinds: ["Pod"], operations: ["CREATE"], namespaceSelector: { matchLabels: { [tierLabel]: tier } } } }],
    },
    preconditions: { all: [{ key: "{{ request.object.spec.priorityClassName || '' }}", operator: "Equals", value: "" }] },
    mutate: { patchesJson6902: priorityPatch(priorityOfTier[tier].name) },
  }));
  return [
    clusterPolicy(
      "tier-limits",
      "Limits of a tier",
      "Gives each namespace with a tier the LimitRange and the ResourceQuota of that tier.",
      {
        rules: generated,
      },
    ),
    clusterPolicy("tier-priority", "Priority of a tier", "Gives pods the PriorityClass of their namespace's tier, unless they name one.", {
      rules: prioritised,
    }),
    clusterPolicy("tier-no-cpu-limits", "No CPU limits", "CPU is requested, never limited.", {
      rules: [
        {
          name: "no-cpu-limits",
          match: {
            any: [
              {
                resources: {
                  kinds: ["Pod"],
                  operations: ["CREATE"],
                  namespaceSelector: { matchExpressions: [{ key: tierLabel, operator: "Exists" }] },
                },
              },
            ],
          },
          validate: { failureAction: failureAction(cpuLimits), message: cpuLimitMessage, pattern: { spec: withoutCpuLimit } },
        },
      ],
    }),
    clusterPolicy("tier-required", "Every namespace has a tier", "A namespace without a tier has no limits, no quota and no priority.", {
      rules: [
        {
          name: "tier-required",
          match: { any: [{ resources: { kinds: ["Namespace"] } }] },
          exclude: { any: [{ resources: { names: exceptNamespaces(namespacesMadeElsewhere) } }] },
          validate: {
            failureAction: failureAction(namespacesWithoutTier),
            message: tierMessage,
            pattern: { metadata: { labels: { [tierLabel]: tierNames.join(" | ") } } },
          },
        },
      ],
    }),
  ];
}

const resourcesWithoutCpuLimit = { "=(resources)": { "=(limits)": { "X(cpu)": "null" } } };

const withoutCpuLimit = {
  containers: [resourcesWithoutCpuLimit],
  "=(initContainers)": [resourcesWithoutCpuLimit],
  ...resourcesWithoutCpuLimit,
};

function failureAction(action: "Audit" | "Deny"): "Audit" | "Enforce" {
  return action === "Deny" ? "Enforce" : "Audit";
}

/** A string: that is what `patchesJson6902` is. Kyverno passes over the removal of what is not there. */
function priorityPatch(className: string): string {
  return JSON.stringify([
    { op: "remove", path: "/spec/priority" },
    { op: "remove", path: "/spec/preemptionPolicy" },
    { op: "add", path: "/spec/priorityClassName", value: className },
  ]);
}

function clusterPolicy(name: string, title: string, description: string, spec: Readonly<Record<string, unknown>>): PolicyDocument {
  return { apiVersion: "kyverno.io/v1", kind: "ClusterPolicy", metadata: policyMetadata(name, title, description), spec };
}
