import { z } from "zod";
import type { ClusterApi, KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import { podReasons } from "./pod-reasons";

/** What is still missing, one sentence for each thing; empty when it is ready. */
type Missing = (object: KubernetesObject, api: ClusterApi) => Promise<readonly string[]>;

/** A Job that has failed will not become ready. */
export class FailedForGood extends Error {}

const condition = z.object({ type: z.string(), status: z.string(), message: z.string().default("") });
// A definition that the API server has not looked at yet has null here.
const conditions = z
  .array(condition)
  .nullish()
  .transform((list) => list ?? []);
const count = z.int().default(0);
const generation = z.object({ generation: z.int().default(0), namespace: z.string().default("default"), name: z.string() });
const selector = z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }).default({ matchLabels: {} });

const deploymentSchema = z.object({
  metadata: generation,
  spec: z.object({ replicas: z.int().default(1), selector }),
  status: z
    .object({ observedGeneration: count, replicas: count, updatedReplicas: count, availableReplicas: count, conditions })
    .prefault({}),
});

const deployment: Missing = async (object, api) => {
  const { metadata, spec, status } = deploymentSchema.parse(object);
  const { observedGeneration, replicas, updatedReplicas, availableReplicas } = status;
  if (observedGeneration < metadata.generation) {
    return ["the controller has not seen it yet"];
  }
  if (updatedReplicas >= spec.replicas && availableReplicas >= spec.replicas && replicas <= updatedReplicas) {
    return [];
  }
  const failures = status.conditions.filter(({ type, status: value }) => type === "ReplicaFailure" && value === "True");
  return [
    `${String(Math.min(updatedReplicas, availableReplicas))} of ${String(spec.replicas)} pods are available`,
    ...failures.map(({ message }) => message),
    ...(await podReasons(api, metadata.namespace, spec.selector.matchLabels)),
  ];
};

const statefulSetSchema = z.object({
  metadata: generation,
  spec: z.object({ replicas: z.int().default(1), selector }),
  status: z.object({ observedGeneration: count, readyReplicas: count, updatedReplicas: count }).prefault({}),
});

const statefulSet: Missing = async (object, api) => {
  const { metadata, spec, status } = statefulSetSchema.parse(object);
  if (status.observedGeneration < metadata.generation) {
    return ["the controller has not seen it yet"];
  }
  const ready = Math.min(status.readyReplicas, status.updatedReplicas);
  return ready >= spec.replicas
    ? []
    : [
        `${String(ready)} of ${String(spec.replicas)} pods are ready`,
        ...(await podReasons(api, metadata.namespace, spec.selector.matchLabels)),
      ];
};

const daemonSetSchema = z.object({
  metadata: generation,
  spec: z.object({ selector }),
  status: z
    .object({ observedGeneration: count, desiredNumberScheduled: count, numberReady: count, updatedNumberScheduled: count })
    .prefault({}),
});

const daemonSet: Missing = async (object, api) => {
  const { metadata, spec, status } = daemonSetSchema.parse(object);
  if (status.observedGeneration < metadata.generation) {
    return ["the controller has not seen it yet"];
  }
  const ready = Math.min(status.numberReady, status.updatedNumberScheduled);
  return ready >= status.desiredNumberScheduled
    ? []
    : [
        `${String(ready)} of ${String(status.desiredNumberScheduled)} pods are ready`,
        ...(await podReasons(api, metadata.namespace, spec.selector.matchLabels)),
      ];
};

const conditionsSchema = z.object({ metadata: generation, status: z.object({ conditions, phase: z.string().default("") }).prefault({}) });

const job: Missing = async (object, api) => {
  const { metadata, status } = conditionsSchema.parse(object);
  const failed = status.conditions.find(({ type, status: value }) => type === "Failed" && value === "True");
  if (failed !== undefined) {
    throw new FailedForGood(failed.message);
  }
  return status.conditions.some(({ type, status: value }) => type === "Complete" && value === "True")
    ? []
    : ["it is not complete", ...(await podReasons(api, metadata.namespace, { "batch.kubernetes.io/job-name": metadata.name }))];
};

const pod: Missing = async (object) => {
  const { status } = conditionsSchema.parse(object);
  const ready = status.conditions.some(({ type, status: value }) => type === "Ready" && value === "True");
  const unscheduled = status.conditions.find(({ type, status: value }) => type === "PodScheduled" && value === "False");
  return Promise.resolve(
    ready || status.phase === "Succeeded" ? [] : [`it is ${status.phase}`, ...(unscheduled === undefined ? [] : [unscheduled.message])],
  );
};

const definition: Missing = async (object) => {
  const { status } = conditionsSchema.parse(object);
  return Promise.resolve(
    status.conditions.some(({ type, status: value }) => type === "Established" && value === "True") ? [] : ["it is not established"],
  );
};

const serviceSchema = z.object({
  metadata: generation,
  spec: z.object({ type: z.string().default("ClusterIP"), clusterIP: z.string().default("") }),
  status: z.object({ loadBalancer: z.object({ ingress: z.array(z.unknown()).default([]) }).prefault({}) }).prefault({}),
});
const sliceSchema = z.object({ endpoints: z.array(z.unknown()).nullish() });

const service: Missing = async (object, api) => {
  const { metadata, spec, status } = serviceSchema.parse(object);
  const address =
    spec.type === "LoadBalancer" && status.loadBalancer.ingress.length === 0 ? ["no load balancer has given it an address"] : [];
  if (spec.type === "ExternalName" || spec.clusterIP === "None") {
    return address;
  }
  const slices = await api.list(
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      namespace: metadata.namespace,
      labelSelector: `kubernetes.io/service-name=${metadata.name}`,
    },
    sliceSchema,
  );
  return slices.some(({ endpoints }) => (endpoints ?? []).length > 0) ? address : ["no pod is behind it", ...address];
};

const claimSchema = z.object({
  metadata: generation,
  spec: z.object({ storageClassName: z.string().optional() }),
  status: z.object({ phase: z.string().default("") }).prefault({}),
});
const classSchema = z.object({ volumeBindingMode: z.string().default("Immediate") });

/** One whose class waits for a pod is ready without being bound. */
const claim: Missing = async (object, api) => {
  const { spec, status } = claimSchema.parse(object);
  if (status.phase === "Bound") {
    return [];
  }
  const name = spec.storageClassName ?? "";
  const storageClass = name === "" ? undefined : await api.get({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name });
  if (storageClass !== undefined && classSchema.parse(storageClass).volumeBindingMode === "WaitForFirstConsumer") {
    return [];
  }
  return [
    name !== "" && storageClass === undefined ? `there is no StorageClass ${name}, and no volume to bind` : "it is not bound to a volume",
  ];
};

/** By `apiVersion/kind`: what the provider waits for. Everything else is ready when it is there. */
const byKind: Readonly<Record<string, Missing>> = {
  "apiextensions.k8s.io/v1/CustomResourceDefinition": definition,
  "apps/v1/DaemonSet": daemonSet,
  "apps/v1/Deployment": deployment,
  "apps/v1/StatefulSet": statefulSet,
  "batch/v1/Job": job,
  "v1/PersistentVolumeClaim": claim,
  "v1/Pod": pod,
  "v1/Service": service,
};

/**
 * What the object is still waiting for, in the words of the API server where it has any.
 *
 * @throws FailedForGood when it will never be ready.
 */
export async function missingForReadiness(object: KubernetesObject, api: ClusterApi): Promise<readonly string[]> {
  return (await byKind[`${object.apiVersion}/${object.kind}`]?.(object, api)) ?? [];
}
