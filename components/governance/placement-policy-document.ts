import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { celLiteral } from "./cel";
import { placementMutation } from "./placement-mutation";

/** Which pods of a namespace a policy places: those of one workload, or all that belong to none of the workloads named. */
export type PodScope =
  | { readonly kind: "workload"; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "rest"; readonly except: readonly Readonly<Record<string, string>>[] };

export interface PlacementPolicyInput {
  readonly namespace: string;
  readonly pods: PodScope;
  readonly placement: PodPlacement;
}

export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

/** `spec` of a `policies.kyverno.io/v1` MutatingPolicy, as far as placement uses it. */
export interface PlacementPolicySpec {
  readonly failurePolicy: "Ignore";
  readonly evaluation: { readonly admission: { readonly enabled: true }; readonly mutateExisting: { readonly enabled: false } };
  readonly autogen: { readonly podControllers: { readonly controllers: readonly string[] } };
  readonly matchConstraints: {
    readonly namespaceSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly objectSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly resourceRules: readonly {
      readonly apiGroups: readonly string[];
      readonly apiVersions: readonly string[];
      readonly operations: readonly string[];
      readonly resources: readonly string[];
    }[];
  };
  readonly matchConditions: readonly MatchCondition[];
  readonly mutations: readonly { readonly patchType: "JSONPatch"; readonly jsonPatch: { readonly expression: string } }[];
}

/**
 * The MutatingPolicy that places the pods of a workload which something other than Berth deploys, at their admission.
 * It acts on pods, not on their owners, so that GitOps sees no drift; `failurePolicy: Ignore` because a pod in the
 * wrong place is better than none while Kyverno is away. Pods of DaemonSets and static pods are left alone: the first
 * belong on every node, and the second cannot be changed.
 *
 * @see https://kyverno.io/docs/policy-types/mutating-policy/
 */
export function placementPolicySpec({ namespace, pods, placement }: PlacementPolicyInput): PlacementPolicySpec {
  return {
    failurePolicy: "Ignore",
    evaluation: { admission: { enabled: true }, mutateExisting: { enabled: false } },
    autogen: { podControllers: { controllers: [] } },
    matchConstraints: {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      ...(pods.kind === "workload" ? { objectSelector: { matchLabels: pods.labels } } : {}),
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
    matchConditions: [
      { name: "not-static", expression: `!object.metadata.?annotations[?"kubernetes.io/config.mirror"].hasValue()` },
      { name: "not-of-daemonset", expression: `!object.metadata.?ownerReferences.orValue([]).exists(owner, owner.kind == "DaemonSet")` },
      ...(pods.kind === "rest" && pods.except.length > 0 ? [noneOf(pods.except)] : []),
    ],
    mutations: [{ patchType: "JSONPatch", jsonPatch: { expression: placementMutation(placement) } }],
  };
}

/**
 * Belongs to none of the workloads. A condition and not an `objectSelector` with `NotIn`: Kyverno 1.19.1 matches a
 * selector against the absent old object of a CREATE too, so a negative one holds for every pod.
 */
function noneOf(workloads: readonly Readonly<Record<string, string>>[]): MatchCondition {
  const differs = workloads.map((labels) => {
    const matches = Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `object.metadata.?labels[?${celLiteral(key)}].orValue("") == ${celLiteral(value)}`);
    return `!(${matches.join(" && ")})`;
  });
  return { name: "not-placed-by-name", expression: differs.join(" && ") };
}
