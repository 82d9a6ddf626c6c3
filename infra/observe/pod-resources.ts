import { type Amounts, largerOf, milliOf, otherUnitsOf, unitsOf } from "../quantities/amounts";
import { parseQuantity } from "../quantities/quantity";
import { effectiveRequests, type PodParts } from "../workloads/effective-requests";
import { withContainerDefaults, withPodDefaults } from "../workloads/request-defaults";
import type { ContainerStatus, Pod } from "./api/pod";
import type { ContainerSpec, PodSpec } from "./api/pod-spec";
import type { ResourceList } from "./api/resource-list";

/** What one pod requests, as kube-scheduler counts it. */
export interface PodRequests {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  /** Every other resource by name, in whole units: cards, devices, ephemeral storage, huge pages. */
  readonly others: Readonly<Record<string, number>>;
}

/**
 * A pod's effective requests, with the defaults that the API server gives a new pod. While a container is being resized,
 * what it has counts too.
 *
 * @param status Default: the pod is new, and nothing is allocated yet.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podRequests(
  spec: PodSpec,
  status?: Pick<Pod["status"], "conditions" | "containerStatuses" | "initContainerStatuses">,
): PodRequests {
  const infeasible = status?.conditions.some(({ type, reason }) => type === "PodResizePending" && reason === "Infeasible") ?? false;
  const statuses = new Map(
    [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].map((entry) => [entry.name, entry]),
  );
  const parts = partsOf(spec, (container) => requestsOf(container, statuses.get(container.name), infeasible));
  const stated = { requests: amountsOf(spec.resources.requests), limits: amountsOf(spec.resources.limits) };
  const total = effectiveRequests({ ...parts, podLevel: withPodDefaults(stated, parts), overhead: amountsOf(spec.overhead) });
  return { cpuMilli: milliOf(total, "cpu"), memoryBytes: unitsOf(total, "memory"), others: otherUnitsOf(total) };
}

/**
 * What one pod may use at most, by the same arithmetic: absent for a resource that some container has no limit for.
 * Init containers count only where they are limited.
 */
export function podLimits(spec: PodSpec): { readonly cpuMilli?: number; readonly memoryBytes?: number } {
  const parts = partsOf(spec, ({ resources }) => amountsOf(resources.limits));
  const total = effectiveRequests({ ...parts, podLevel: amountsOf(spec.resources.limits), overhead: amountsOf(spec.overhead) });
  const lasting = [...spec.containers, ...spec.initContainers.filter(isSidecar)];
  const isLimited = (resource: string): boolean =>
    resource in spec.resources.limits || (lasting.length > 0 && lasting.every(({ resources }) => resource in resources.limits));
  return {
    ...(isLimited("cpu") ? { cpuMilli: milliOf(total, "cpu") } : {}),
    ...(isLimited("memory") ? { memoryBytes: unitsOf(total, "memory") } : {}),
  };
}

/** Whether an init container goes on beside the others. */
export function isSidecar({ restartPolicy }: ContainerSpec): boolean {
  return restartPolicy === "Always";
}

function partsOf(
  { containers, initContainers }: PodSpec,
  amounts: (container: ContainerSpec) => Amounts,
): Pick<PodParts, "containers" | "initContainers"> {
  return {
    containers: containers.map(amounts),
    initContainers: initContainers.map((container) => ({ amounts: amounts(container), sidecar: isSidecar(container) })),
  };
}

function requestsOf({ resources }: ContainerSpec, status: ContainerStatus | undefined, infeasible: boolean): Amounts {
  const { requests } = withContainerDefaults({ requests: amountsOf(resources.requests), limits: amountsOf(resources.limits) });
  if (status === undefined) {
    return requests;
  }
  const present = largerOf(amountsOf(status.allocatedResources), amountsOf(status.resources.requests));
  return infeasible && present.size > 0 ? present : largerOf(requests, present);
}

function amountsOf(list: ResourceList): Amounts {
  return new Map(Object.entries(list).map(([resource, quantity]) => [resource, parseQuantity(quantity)]));
}
