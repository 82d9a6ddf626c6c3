import { parseQuantity } from "../quantities/quantity";
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

/** Nano units by resource. */
type Amounts = ReadonlyMap<string, bigint>;

/** Pod-level resources that stand in for the containers' sum. */
const podLevel: readonly string[] = ["cpu", "memory"];

/**
 * A pod's effective requests: the larger of the sum of its containers and sidecars and of the most that any init
 * container needs together with the sidecars started before it; pod-level CPU and memory in place of both where there
 * are any; and the overhead of its RuntimeClass. While a container is being resized, what it has counts too.
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
  const total = effective(
    spec,
    (container) => containerRequests(container, statuses.get(container.name), infeasible),
    spec.resources.requests,
  );
  const others: Record<string, number> = {};
  for (const [resource, nano] of [...total].sort()) {
    if (resource !== "cpu" && resource !== "memory" && nano > 0n) {
      others[resource] = toUnits(nano, 1_000_000_000n);
    }
  }
  return { cpuMilli: toUnits(total.get("cpu") ?? 0n, 1_000_000n), memoryBytes: toUnits(total.get("memory") ?? 0n, 1_000_000_000n), others };
}

/**
 * What one pod may use at most, by the same arithmetic: absent for a resource that some container has no limit for.
 * Init containers count only where they are limited.
 */
export function podLimits(spec: PodSpec): { readonly cpuMilli?: number; readonly memoryBytes?: number } {
  const total = effective(spec, ({ resources }) => amountsOf(resources.limits), spec.resources.limits);
  const lasting = [...spec.containers, ...spec.initContainers.filter(isSidecar)];
  const limit = (resource: string, nanoPerUnit: bigint): number | undefined =>
    resource in spec.resources.limits || (lasting.length > 0 && lasting.every(({ resources }) => resource in resources.limits))
      ? toUnits(total.get(resource) ?? 0n, nanoPerUnit)
      : undefined;
  const cpuMilli = limit("cpu", 1_000_000n);
  const memoryBytes = limit("memory", 1_000_000_000n);
  return { ...(cpuMilli === undefined ? {} : { cpuMilli }), ...(memoryBytes === undefined ? {} : { memoryBytes }) };
}

function isSidecar({ restartPolicy }: ContainerSpec): boolean {
  return restartPolicy === "Always";
}

function effective(spec: PodSpec, amounts: (container: ContainerSpec) => Amounts, whole: ResourceList): Amounts {
  let sidecars: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of spec.initContainers) {
    if (isSidecar(container)) {
      sidecars = add(sidecars, amounts(container));
      starting = most(starting, sidecars);
    } else {
      starting = most(starting, add(sidecars, amounts(container)));
    }
  }
  const running = spec.containers.reduce((sum, container) => add(sum, amounts(container)), sidecars);
  const stated = new Map([...amountsOf(whole)].filter(([resource]) => podLevel.includes(resource)));
  return add(new Map([...most(running, starting), ...stated]), amountsOf(spec.overhead));
}

function containerRequests({ resources }: ContainerSpec, status: ContainerStatus | undefined, infeasible: boolean): Amounts {
  if (status === undefined) {
    return amountsOf(resources.requests);
  }
  const present = most(amountsOf(status.allocatedResources), amountsOf(status.resources.requests));
  return infeasible && present.size > 0 ? present : most(amountsOf(resources.requests), present);
}

function amountsOf(list: ResourceList): Amounts {
  return new Map(Object.entries(list).map(([resource, quantity]) => [resource, parseQuantity(quantity)]));
}

function add(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => x + y);
}

function most(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => (x > y ? x : y));
}

function combine(a: Amounts, b: Amounts, merge: (x: bigint, y: bigint) => bigint): Amounts {
  const result = new Map(a);
  for (const [resource, amount] of b) {
    result.set(resource, merge(result.get(resource) ?? 0n, amount));
  }
  return result;
}

function toUnits(nano: bigint, nanoPerUnit: bigint): number {
  return Number((nano + nanoPerUnit - 1n) / nanoPerUnit);
}
