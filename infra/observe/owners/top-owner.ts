import { controllerOf, type MetadataOnly } from "../api/metadata";
import type { Pod } from "../api/pod";
import { isStaticPod, staticPodName } from "./static-pod";

/** The object that a user deploys and that in the end makes a pod. */
export interface TopOwner {
  /** A kind of Kubernetes, of a custom controller, or `StaticPod`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** ReplicaSets and Jobs by `namespace/name`; undefined when they may not be read. */
export interface Intermediates {
  readonly replicaSets: ReadonlyMap<string, MetadataOnly> | undefined;
  readonly jobs: ReadonlyMap<string, MetadataOnly> | undefined;
}

/**
 * Follows a pod's controllers upwards: ReplicaSet to Deployment, Job to CronJob. Where they may not be read, their
 * names tell: a Deployment's ReplicaSet ends in the pod template's hash, a CronJob's Job in the minute of its run.
 *
 * @returns undefined for a pod that nothing controls.
 */
export function topOwnerOf(pod: Pod, { replicaSets, jobs }: Intermediates): TopOwner | undefined {
  const { namespace, labels } = pod.metadata;
  if (isStaticPod(pod)) {
    return { kind: "StaticPod", namespace, name: staticPodName(pod) };
  }
  const controller = controllerOf(pod.metadata);
  if (controller === undefined) {
    return undefined;
  }
  const { kind, name } = controller;
  if (kind === "ReplicaSet") {
    const suffix = `-${labels["pod-template-hash"] ?? ""}`;
    const byName = suffix !== "-" && name.endsWith(suffix) ? { kind: "Deployment", name: name.slice(0, -suffix.length) } : undefined;
    return { kind, name, ...parentOf(replicaSets?.get(`${namespace}/${name}`), byName), namespace };
  }
  if (kind === "Job") {
    const byName = /^(.+)-\d{8,}$/.exec(name)?.[1];
    return {
      kind,
      name,
      ...parentOf(jobs?.get(`${namespace}/${name}`), byName === undefined ? undefined : { kind: "CronJob", name: byName }),
      namespace,
    };
  }
  return { kind, namespace, name };
}

/** The controller of an object that was read; what its name tells when it was not. */
function parentOf(
  object: MetadataOnly | undefined,
  byName: Pick<TopOwner, "kind" | "name"> | undefined,
): Pick<TopOwner, "kind" | "name"> | undefined {
  if (object === undefined) {
    return byName;
  }
  const controller = controllerOf(object.metadata);
  return controller === undefined ? undefined : { kind: controller.kind, name: controller.name };
}
