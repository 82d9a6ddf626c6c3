import { boundedName } from "../../components/names";
import { type PlacementPolicySpec, placementPolicySpec, type PodScope } from "../../components/governance/placement-policy-document";
import type { PodPlacement, PodPlacements } from "../../infra/placement/emit/pod-placement";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import { labelsOf } from "./external-pod";

/** A workload that something else than Berth deploys, and where it is to run. */
export interface PlacedAtAdmission {
  readonly workload: Workload;
  readonly placement: PodPlacement;
  readonly pods: PodScope;
}

/** Which pods are placed at their admission, and how: those of every workload that Berth does not deploy and that has a placement. */
export function placedAtAdmission({ workloads }: Pick<Stack, "workloads">, placements: PodPlacements): readonly PlacedAtAdmission[] {
  return workloads.flatMap((workload): readonly PlacedAtAdmission[] => {
    const placement = placements.get(workload.id);
    return workload.managedBy === "berth" || placement === undefined ? [] : [{ workload, placement, pods: scopeOf(workload, workloads) }];
  });
}

/**
 * The policies of the API server's own kind that place pods as the Kyverno policies of the same plan do, expression by
 * expression. They need no controller, and reach the namespaces that Kyverno leaves alone and whose charts are given
 * their placement as values.
 *
 * Unlike Kyverno's they fail closed: there is no controller that could be away, so a mistake in an expression is to show.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export function admissionPoliciesOf(stack: Pick<Stack, "workloads">, placements: PodPlacements): readonly KubernetesObject[] {
  return placedAtAdmission(stack, placements).flatMap(({ workload, placement, pods }) => {
    const { matchConstraints, matchConditions, mutations } = placementPolicySpec({ namespace: workload.namespace, pods, placement });
    const metadata = { name: admissionPolicyName(workload) };
    return [policy(metadata, { matchConstraints, matchConditions, mutations }), binding(metadata)];
  });
}

/** Of the policy and of its binding; Kyverno's policy for the same pods has the same name. */
export function admissionPolicyName({ namespace, name }: Pick<Workload, "namespace" | "name">): string {
  return boundedName(`place-${namespace}-${name}`, 63);
}

type SharedSpec = Pick<PlacementPolicySpec, "matchConstraints" | "matchConditions" | "mutations">;

function policy(metadata: { readonly name: string }, spec: SharedSpec): KubernetesObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1beta1",
    kind: "MutatingAdmissionPolicy",
    metadata,
    spec: { failurePolicy: "Fail", reinvocationPolicy: "Never", ...spec },
  };
}

function binding(metadata: { readonly name: string }): KubernetesObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1beta1",
    kind: "MutatingAdmissionPolicyBinding",
    metadata,
    spec: { policyName: metadata.name },
  };
}

function scopeOf(workload: Workload, workloads: readonly Workload[]): PodScope {
  return workload.estimated
    ? {
        kind: "rest",
        except: workloads
          .filter((other) => other.namespace === workload.namespace && other.id !== workload.id && !other.estimated)
          .map(labelsOf),
      }
    : { kind: "workload", labels: labelsOf(workload) };
}
