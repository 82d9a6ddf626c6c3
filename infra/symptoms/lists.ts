import type { z } from "zod";
import { podDisruptionBudgetSchema } from "../observe/api/disruption-budget";
import { metadataOnlySchema } from "../observe/api/metadata";
import { podMetricsSchema } from "../observe/api/metrics";
import { nodeSchema } from "../observe/api/node";
import { podSchema } from "../observe/api/pod";
import { vpaSchema } from "../rightsizing/recommendation";
import { eventSchema } from "./api/event";
import { mutatingPolicySchema } from "./api/placement-policy";
import { resourceQuotaSchema } from "./api/resource-quota";
import { scaledObjectSchema } from "./api/scaled-object";
import { endpointSliceSchema, webhookConfigurationSchema } from "./api/webhook";

/** A list of the API that symptoms are seen in. */
export interface ClusterList<S extends z.ZodType = z.ZodType> {
  /** As kubectl and RBAC name it, with its group. */
  readonly resource: string;
  readonly path: string;
  readonly schema: S;
  /** The metadata of the objects is all that is needed. */
  readonly metadataOnly?: boolean;
  /** Only these objects. */
  readonly fieldSelector?: string;
}

/** All that is read of a cluster: no Secret, no ConfigMap, no log. */
export const clusterLists = {
  pods: { resource: "pods", path: "/api/v1/pods", schema: podSchema },
  nodes: { resource: "nodes", path: "/api/v1/nodes", schema: nodeSchema },
  replicaSets: { resource: "replicasets.apps", path: "/apis/apps/v1/replicasets", schema: metadataOnlySchema, metadataOnly: true },
  jobs: { resource: "jobs.batch", path: "/apis/batch/v1/jobs", schema: metadataOnlySchema, metadataOnly: true },
  resourceQuotas: { resource: "resourcequotas", path: "/api/v1/resourcequotas", schema: resourceQuotaSchema },
  failedCreations: { resource: "events", path: "/api/v1/events", schema: eventSchema, fieldSelector: "reason=FailedCreate" },
  podDisruptionBudgets: {
    resource: "poddisruptionbudgets.policy",
    path: "/apis/policy/v1/poddisruptionbudgets",
    schema: podDisruptionBudgetSchema,
  },
  verticalPodAutoscalers: {
    resource: "verticalpodautoscalers.autoscaling.k8s.io",
    path: "/apis/autoscaling.k8s.io/v1/verticalpodautoscalers",
    schema: vpaSchema,
  },
  podMetrics: { resource: "pods.metrics.k8s.io", path: "/apis/metrics.k8s.io/v1beta1/pods", schema: podMetricsSchema },
  scaledObjects: { resource: "scaledobjects.keda.sh", path: "/apis/keda.sh/v1alpha1/scaledobjects", schema: scaledObjectSchema },
  mutatingPolicies: {
    resource: "mutatingpolicies.policies.kyverno.io",
    path: "/apis/policies.kyverno.io/v1/mutatingpolicies",
    schema: mutatingPolicySchema,
  },
  mutatingWebhooks: {
    resource: "mutatingwebhookconfigurations.admissionregistration.k8s.io",
    path: "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
    schema: webhookConfigurationSchema,
  },
  endpointSlices: {
    resource: "endpointslices.discovery.k8s.io",
    path: "/apis/discovery.k8s.io/v1/endpointslices",
    schema: endpointSliceSchema,
  },
} as const satisfies Readonly<Record<string, ClusterList>>;

export type ListName = keyof typeof clusterLists;
export type ListItem<Name extends ListName> = z.output<(typeof clusterLists)[Name]["schema"]>;

/** Why a list is not there: the user may not read it, or the cluster does not serve it. */
export type Missing = "denied" | "absent";

/** What was read of each list: complete, or why it is missing. */
export type Readings = { readonly [Name in ListName]: readonly ListItem<Name>[] | Missing };

/** What was read where it was; {@link areRead} says so. */
export type ReadLists<Name extends ListName> = { readonly [Each in Name]: readonly ListItem<Each>[] };

/** What was read of a live cluster. */
export interface SymptomSnapshot {
  /** The API server's URL, as the kubeconfig has it. */
  readonly server: string;
  readonly readings: Readings;
}

/** Whether all of these lists were read. */
export function areRead<Name extends ListName>(readings: Readings, names: readonly Name[]): readings is Readings & ReadLists<Name> {
  return names.every((name) => typeof readings[name] !== "string");
}

/** What was read of a list; empty where it is missing, for what only adds to an explanation. */
export function readOrNone<Name extends ListName>(readings: Readings, name: Name): readonly ListItem<Name>[] {
  const reading: readonly ListItem<Name>[] | Missing = readings[name];
  return typeof reading === "string" ? [] : reading;
}
