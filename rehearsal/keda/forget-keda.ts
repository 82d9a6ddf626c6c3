import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { autoscalerName, referenceOf, type ScaledObject } from "./scaled-objects";

/**
 * Takes away what KEDA has made of objects, and gives them back what they said: its horizontal autoscalers, its finalizer,
 * which nobody would take away without it, its label and its conditions.
 *
 * @param objects As they were before KEDA saw them.
 */
export async function forgetKeda(api: ClusterApi, objects: readonly ScaledObject[]): Promise<void> {
  await Promise.all(objects.map(async (object) => forgetObject(api, object)));
}

async function forgetObject(api: ClusterApi, object: ScaledObject): Promise<void> {
  const { metadata, spec } = object;
  const { namespace, name } = metadata;
  await api.delete({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", namespace, name: autoscalerName(name) });
  await api.patch(referenceOf(object), { status: null }, "status");
  await api.patch(referenceOf(object), {
    metadata: { finalizers: metadata.finalizers, labels: { "scaledobject.keda.sh/name": null } },
    spec: { pollingInterval: spec.pollingInterval ?? null, cooldownPeriod: spec.cooldownPeriod ?? null, triggers: spec.triggers },
  });
}
