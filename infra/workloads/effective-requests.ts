import { type Amounts, largerOf, nothing, sumOf } from "../quantities/amounts";

/** What the containers of a pod request, each with its defaults, and what is said of the pod as a whole. */
export interface PodParts {
  readonly containers: readonly Amounts[];
  /** In the order in which they start. A sidecar is one with `restartPolicy: Always`: it goes on beside the others. */
  readonly initContainers: readonly { readonly amounts: Amounts; readonly sidecar: boolean }[];
  /** `spec.resources.requests`. Default: none. */
  readonly podLevel?: Amounts;
  /** What the sandbox of its RuntimeClass needs. Default: nothing. */
  readonly overhead?: Amounts;
}

/**
 * What the scheduler counts for a pod: `PodRequests` of Kubernetes.
 *
 * 1. The larger, resource by resource, of what runs in the end (containers and sidecars) and of the most that any init
 *    container needs together with the sidecars declared before it.
 * 2. In its place, for CPU, memory and huge pages, what is requested for the pod as a whole.
 * 3. The overhead comes on top.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/staging/src/k8s.io/component-helpers/resource/helpers.go
 */
export function effectiveRequests({ podLevel = nothing, overhead = nothing, ...parts }: PodParts): Amounts {
  const stated = [...podLevel].filter(([resource]) => isPodLevelResource(resource));
  return sumOf(new Map([...containerRequests(parts), ...stated]), overhead);
}

/** The first step of {@link effectiveRequests}: what the containers add up to (`AggregateContainerRequests`). */
export function containerRequests({ containers, initContainers }: Pick<PodParts, "containers" | "initContainers">): Amounts {
  let sidecars = nothing;
  let starting = nothing;
  for (const { amounts, sidecar } of initContainers) {
    const meanwhile = sumOf(sidecars, amounts);
    starting = largerOf(starting, meanwhile);
    sidecars = sidecar ? meanwhile : sidecars;
  }
  return largerOf(containers.reduce(sumOf, sidecars), starting);
}

/** Whether a pod may request the resource as a whole (`IsSupportedPodLevelResource`). */
export function isPodLevelResource(resource: string): boolean {
  return resource === "cpu" || resource === "memory" || resource.startsWith("hugepages-");
}
