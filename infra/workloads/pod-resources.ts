import { type Amounts, milliOf, otherUnitsOf, sumOf, unitsOf, withDefaults } from "../quantities/amounts";
import { cpuMilli, formatCpuMilli, formatMemoryBytes, memoryBytes, parseQuantity } from "../quantities/quantity";
import type { Container, InitContainer, Resources } from "./container-schema";
import { containerRequests, effectiveRequests, type PodParts } from "./effective-requests";
import {
  type LimitRangeDefaults,
  noLimitRange,
  type RequestsAndLimits,
  withContainerDefaults,
  withLimitRange,
  withPodDefaults,
} from "./request-defaults";
import type { ParsedNamespace, ParsedWorkload } from "./schema";

/** What one pod of a workload requests and may use at most, and the containers that say so where Berth renders them. */
export interface PodResources {
  readonly requests: {
    readonly cpuMilli: number;
    readonly memoryBytes: number;
    readonly extended: Readonly<Record<string, number>>;
  };
  readonly limits: { readonly cpuMilli?: number; readonly memoryBytes?: number };
  readonly containers: readonly Container[];
  readonly initContainers: readonly InitContainer[];
}

/** What a pod's resources depend on besides its row. */
export interface PodSurroundings {
  readonly applyRecommendations: boolean;
  readonly limitRange?: ParsedNamespace["limitRange"];
  /** Extended resources that its hardware needs come to: its first container requests them. */
  readonly devices: Readonly<Record<string, number>>;
}

/**
 * What the scheduler counts for one pod of a row: of containers, after the defaults of the API server and of the
 * namespace's LimitRange; the requests of a row without containers are what the scheduler counts already.
 *
 * A pod is limited in a resource when it is as a whole, or when each container that keeps running is.
 */
export function podResourcesOf(row: ParsedWorkload, { applyRecommendations, limitRange, devices }: PodSurroundings): PodResources {
  const { containers, initContainers, requests, limits, resources, runtimeClass } = effectiveRow(row, applyRecommendations);
  if (containers === undefined) {
    const stated = withContainerDefaults({ requests: sumOf(amountsOf(requests), devicesOf(devices)), limits: amountsOf(limits) });
    return {
      requests: requestsOf(stated.requests),
      limits: limitsOf({ containers: [stated.limits], initContainers: [] }),
      containers: [],
      initContainers: [],
    };
  }
  const rendered = containers.map((container, index) => (index === 0 ? withDevices(container, devices) : container));
  const read = partsOf(rendered, initContainers, readContainer);
  const admit = (container: Container): RequestsAndLimits => withLimitRange(readContainer(container), limitRangeOf(limitRange));
  const admitted = partsOf(rendered, initContainers, admit);
  const pod = { requests: amountsOf(resources?.requests), limits: amountsOf(resources?.limits) };
  return {
    requests: requestsOf(
      effectiveRequests({
        ...admitted.requests,
        podLevel: withPodDefaults(pod, read.requests),
        overhead: amountsOf(runtimeClass?.overhead),
      }),
    ),
    limits: { ...limitsOf(admitted.limits), ...limitsOf({ containers: [pod.limits], initContainers: [] }) },
    containers: rendered,
    initContainers,
  };
}

type Parts = Pick<PodParts, "containers" | "initContainers">;

/** What the containers request, and what they may use, after `read` has filled in what they leave out. */
function partsOf(
  containers: readonly Container[],
  initContainers: readonly InitContainer[],
  read: (container: Container) => RequestsAndLimits,
): { readonly requests: Parts; readonly limits: Parts } {
  const main = containers.map(read);
  const before = initContainers.map((container) => ({ ...read(container), sidecar: isSidecar(container) }));
  return {
    requests: {
      containers: main.map(({ requests }) => requests),
      initContainers: before.map(({ requests, sidecar }) => ({ amounts: requests, sidecar })),
    },
    limits: {
      containers: main.map(({ limits }) => limits),
      initContainers: before.map(({ limits, sidecar }) => ({ amounts: limits, sidecar })),
    },
  };
}

/** Whether an init container goes on beside the others. */
export function isSidecar({ restartPolicy }: Pick<InitContainer, "restartPolicy">): boolean {
  return restartPolicy === "Always";
}

/**
 * The row with what the VPA recommends in place of what it requests, if that is wanted and there is a recommendation.
 * A recommendation is for the whole pod; where Berth renders the pod, it goes to its only container.
 */
export function effectiveRow(row: ParsedWorkload, applyRecommendations: boolean): ParsedWorkload {
  if (!applyRecommendations || row.recommendation === undefined) {
    return row;
  }
  const recommended = {
    cpu: formatCpuMilli(cpuMilli(row.recommendation.cpu)),
    memory: formatMemoryBytes(memoryBytes(row.recommendation.memory)),
  };
  return row.containers === undefined
    ? { ...row, requests: { ...row.requests, ...recommended } }
    : { ...row, containers: row.containers.map((container) => ({ ...container, requests: { ...container.requests, ...recommended } })) };
}

/** What a row says of resources, as amounts. */
export function amountsOf(resources: Resources | undefined): Amounts {
  const { cpu, memory, extended = {} } = resources ?? {};
  return new Map([
    ...(cpu === undefined ? [] : [["cpu", parseQuantity(cpu)] as const]),
    ...(memory === undefined ? [] : [["memory", parseQuantity(memory)] as const]),
    ...Object.entries(extended).map(([resource, amount]) => [resource, parseQuantity(String(amount))] as const),
  ]);
}

/** A namespace's LimitRange, as amounts. Where it has a maximum and no default limit, the maximum is the default (`SetDefaults_LimitRangeItem`). */
export function limitRangeOf(limitRange: ParsedNamespace["limitRange"]): LimitRangeDefaults {
  return limitRange === undefined
    ? noLimitRange
    : {
        default: withDefaults(amountsOf(limitRange.default), amountsOf(limitRange.max)),
        defaultRequest: amountsOf(limitRange.defaultRequest),
      };
}

/** A container's resources as the API server reads them. */
export function readContainer({ requests, limits }: Pick<Container, "requests" | "limits">): RequestsAndLimits {
  return withContainerDefaults({ requests: amountsOf(requests), limits: amountsOf(limits) });
}

function withDevices(container: Container, devices: Readonly<Record<string, number>>): Container {
  if (Object.keys(devices).length === 0) {
    return container;
  }
  return { ...container, requests: { ...container.requests, extended: { ...container.requests.extended, ...devices } } };
}

function devicesOf(devices: Readonly<Record<string, number>>): Amounts {
  return amountsOf({ extended: devices });
}

function requestsOf(amounts: Amounts): PodResources["requests"] {
  return { cpuMilli: milliOf(amounts, "cpu"), memoryBytes: unitsOf(amounts, "memory"), extended: otherUnitsOf(amounts) };
}

/** Limited in a resource is a pod whose containers and sidecars all are. */
function limitsOf(parts: Parts): PodResources["limits"] {
  const lasting = [...parts.containers, ...parts.initContainers.filter(({ sidecar }) => sidecar).map(({ amounts }) => amounts)];
  const total = containerRequests(parts);
  const isLimited = (resource: string): boolean => lasting.length > 0 && lasting.every((limits) => limits.has(resource));
  return {
    ...(isLimited("cpu") ? { cpuMilli: milliOf(total, "cpu") } : {}),
    ...(isLimited("memory") ? { memoryBytes: unitsOf(total, "memory") } : {}),
  };
}
