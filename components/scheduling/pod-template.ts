import type * as kubernetes from "@pulumi/kubernetes";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import type { Container, Volume } from "../../infra/workloads/schema";
import type { Workload } from "../../infra/workloads/workload";
import { placementFields } from "./pod-spec";

type PodTemplate = kubernetes.types.input.core.v1.PodTemplateSpec;
type ContainerSpec = kubernetes.types.input.core.v1.Container;

/** Name of the claim behind a volume of a workload that is no StatefulSet. */
export function claimName(workload: Pick<Workload, "name">, volume: Volume): string {
  return `${workload.name}-${volume.name}`;
}

/** A claim's `spec`. A node's disk is mounted by its pod alone, a network volume wherever the pods are. */
export function claimSpec({ storage, storageClass, size }: Volume): kubernetes.types.input.core.v1.PersistentVolumeClaimSpec {
  return {
    accessModes: [storage === "node-local" ? "ReadWriteOnce" : "ReadWriteMany"],
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    ...(size === undefined ? {} : { resources: { requests: { storage: size } } }),
  };
}

/**
 * The pod template of a workload that Berth deploys: its containers with the requests that the plan counted, and the
 * plan's placement.
 *
 * - Extended resources go to the first container, requests equal to limits, as Kubernetes demands.
 * - A limit appears only where the table has one.
 * - No service account token, no privilege escalation, the runtime's default seccomp profile.
 */
export function podTemplate(workload: Workload, placement: PodPlacement): PodTemplate {
  const mounted = workload.volumes.filter(({ mountPath }) => mountPath !== undefined);
  const claims =
    workload.kind === "StatefulSet"
      ? []
      : mounted.map((volume) => ({ name: volume.name, persistentVolumeClaim: { claimName: claimName(workload, volume) } }));
  return {
    metadata: { labels: { ...workload.podLabels, ...placement.labels } },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containers: workload.containers.map((container, index) =>
        containerSpec(container, mounted, index === 0 ? workload.requests.extended : {}),
      ),
      ...(claims.length === 0 ? {} : { volumes: claims }),
      ...placementFields(placement),
    },
  };
}

function containerSpec(container: Container, volumes: readonly Volume[], extended: Readonly<Record<string, number>>): ContainerSpec {
  const devices = Object.fromEntries(Object.entries(extended).map(([resource, count]) => [resource, String(count)]));
  const limits = { ...quantities(container.limits), ...devices };
  return {
    name: container.name,
    image: container.image,
    ...(container.args.length === 0 ? {} : { args: [...container.args] }),
    ...(Object.keys(container.env).length === 0 ? {} : { env: Object.entries(container.env).map(([name, value]) => ({ name, value })) }),
    ...(container.ports.length === 0 ? {} : { ports: container.ports.map(({ name, containerPort }) => ({ name, containerPort })) }),
    resources: { requests: { ...quantities(container.requests), ...devices }, ...(Object.keys(limits).length === 0 ? {} : { limits }) },
    ...(volumes.length === 0
      ? {}
      : { volumeMounts: volumes.flatMap(({ name, mountPath }) => (mountPath === undefined ? [] : [{ name, mountPath }])) }),
    securityContext: { allowPrivilegeEscalation: false },
  };
}

function quantities({ cpu, memory }: Container["requests"]): Readonly<Record<string, string>> {
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}
