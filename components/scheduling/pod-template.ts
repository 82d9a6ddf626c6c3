import type * as kubernetes from "@pulumi/kubernetes";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import type { Container } from "../../infra/workloads/container-schema";
import { limitQuantities, quantitiesOf } from "../../infra/workloads/quantities";
import type { Volume } from "../../infra/workloads/schema";
import type { Workload } from "../../infra/workloads/workload";
import { placementFields } from "./pod-spec";

type PodTemplate = kubernetes.types.input.core.v1.PodTemplateSpec;
type ContainerSpec = kubernetes.types.input.core.v1.Container;
type PortSpec = kubernetes.types.input.core.v1.ContainerPort;
type ResourcesSpec = kubernetes.types.input.core.v1.ResourceRequirements;

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
 * - Init containers mount what the others mount. The overhead of a RuntimeClass is added by the API server.
 * - A limit appears only where the table has one, and for what Kubernetes does not overcommit.
 * - No service account token, no privilege escalation, the runtime's default seccomp profile.
 */
export function podTemplate(workload: Workload, placement: PodPlacement): PodTemplate {
  const mounted = workload.volumes.filter(({ mountPath }) => mountPath !== undefined);
  const claims =
    workload.kind === "StatefulSet"
      ? []
      : mounted.map((volume) => ({ name: volume.name, persistentVolumeClaim: { claimName: claimName(workload, volume) } }));
  return {
    metadata: {
      labels: { ...workload.podLabels, ...placement.labels },
      ...(placement.annotations === undefined ? {} : { annotations: placement.annotations }),
    },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      ...(workload.runtimeClass === undefined ? {} : { runtimeClassName: workload.runtimeClass }),
      ...(workload.resources === undefined ? {} : { resources: resourcesOf(workload.resources) }),
      ...(workload.initContainers.length === 0
        ? {}
        : {
            initContainers: workload.initContainers.map(({ restartPolicy, ...container }) => ({
              ...containerSpec(container, mounted),
              ...(restartPolicy === undefined ? {} : { restartPolicy }),
            })),
          }),
      containers: workload.containers.map((container) => containerSpec(container, mounted)),
      ...(claims.length === 0 ? {} : { volumes: claims }),
      ...placementFields(placement),
    },
  };
}

function containerSpec(container: Container, volumes: readonly Volume[]): ContainerSpec {
  return {
    name: container.name,
    image: container.image,
    ...(container.args.length === 0 ? {} : { args: [...container.args] }),
    ...(Object.keys(container.env).length === 0 ? {} : { env: Object.entries(container.env).map(([name, value]) => ({ name, value })) }),
    ...(container.ports.length === 0 ? {} : { ports: container.ports.map(portSpec) }),
    resources: resourcesOf(container),
    ...(volumes.length === 0
      ? {}
      : { volumeMounts: volumes.flatMap(({ name, mountPath }) => (mountPath === undefined ? [] : [{ name, mountPath }])) }),
    securityContext: { allowPrivilegeEscalation: false },
  };
}

function portSpec({ name, containerPort, protocol, hostPort, hostIP }: Container["ports"][number]): PortSpec {
  return {
    name,
    containerPort,
    ...(protocol === undefined ? {} : { protocol }),
    ...(hostPort === undefined ? {} : { hostPort }),
    ...(hostIP === undefined ? {} : { hostIP }),
  };
}

function resourcesOf({ requests, limits }: Pick<Container, "requests" | "limits">): ResourcesSpec {
  const limited = limitQuantities({ requests, limits });
  return { requests: quantitiesOf(requests), ...(Object.keys(limited).length === 0 ? {} : { limits: limited }) };
}
