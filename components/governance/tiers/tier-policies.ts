import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Tiers } from "../../../infra/tiers/normalize";
import { childOptions } from "../../child-options";
import { clusterPolicies } from "./cluster-policies";
import { limitsPolicy } from "./limits-policy";
import type { PolicyDocument } from "./policy-document";
import { priorityPolicies } from "./priority-policies";
import { rulePolicies } from "./rule-policies";

export interface TierPoliciesArgs {
  readonly tiers: Tiers;
  /** Namespaces that need no tier's label besides Kubernetes' own, and with it get no limits and no quota. Default: none. */
  readonly namespacesMadeElsewhere?: readonly string[];
}

/**
 * Gives every namespace with a tier's label its LimitRange and its quota, its pods their priority, and says what breaks
 * the rules of the tiers. Kyverno has to be installed before: depend on the component that does.
 */
export class TierPolicies extends pulumi.ComponentResource {
  readonly policies: readonly kubernetes.apiextensions.CustomResource[];

  constructor(name: string, args: TierPoliciesArgs, options?: pulumi.ComponentResourceOptions) {
    const documents = tierPolicyDocuments(args);

    super("berth:governance:TierPolicies", name, {}, options);
    const child = childOptions(this, options);
    const role = new kubernetes.rbac.v1.ClusterRole(`${name}-background-controller`, backgroundControllerRole, child);
    this.policies = documents.map(
      (document) =>
        new kubernetes.apiextensions.CustomResource(
          `${name}-${document.metadata.name.replace(/^tier-/, "")}`,
          { ...document },
          { parent: this, dependsOn: role, ...replacement(document) },
        ),
    );
    this.registerOutputs({});
  }
}

/** Every policy that a stack's tiers are made of, in the API that it asks for. */
export function tierPolicyDocuments({ tiers, namespacesMadeElsewhere = [] }: TierPoliciesArgs): readonly PolicyDocument[] {
  return tiers.api === "kyverno.io/v1"
    ? clusterPolicies(tiers, namespacesMadeElsewhere)
    : [limitsPolicy(tiers.table, namespacesMadeElsewhere), ...priorityPolicies(), ...rulePolicies(tiers, namespacesMadeElsewhere)];
}

/** Kyverno looks at what its background controller may do when a policy comes in, and refuses one that it could not carry out. */
const backgroundControllerRole: kubernetes.rbac.v1.ClusterRoleArgs = {
  metadata: { name: "berth:kyverno-tiers", labels: { "rbac.kyverno.io/aggregate-to-background-controller": "true" } },
  rules: [
    {
      apiGroups: [""],
      resources: ["limitranges", "resourcequotas"],
      verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
    },
  ],
};

/**
 * A generate rule of a ClusterPolicy may change its data and nothing else: Kyverno refuses every other update, so the
 * policy is replaced. What it generated stays meanwhile.
 */
function replacement({ kind, metadata }: PolicyDocument): pulumi.CustomResourceOptions {
  return kind === "ClusterPolicy" && metadata.name === "tier-limits"
    ? {
        replaceOnChanges: ["name", "match", "generate.apiVersion", "generate.kind", "generate.name", "generate.namespace"].map(
          (field) => `spec.rules[*].${field}`,
        ),
        deleteBeforeReplace: true,
      }
    : {};
}
