import { type Amounts, nothing, withDefaults } from "../quantities/amounts";
import { containerRequests, isPodLevelResource, type PodParts } from "./effective-requests";

/** What the containers of a namespace get that say nothing themselves: the item of type Container of its LimitRange. */
export interface LimitRangeDefaults {
  /** Limits. */
  readonly default: Amounts;
  readonly defaultRequest: Amounts;
}

export const noLimitRange: LimitRangeDefaults = { default: nothing, defaultRequest: nothing };

export interface RequestsAndLimits {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/**
 * A container as the API server reads it: a limit without a request counts as the request too (`SetDefaults_Pod`).
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/core/v1/defaults.go
 */
export function withContainerDefaults({ requests, limits }: RequestsAndLimits): RequestsAndLimits {
  return { requests: withDefaults(requests, limits), limits };
}

/**
 * What a pod as a whole requests once the API server has read it (`defaultPodRequests`). Nothing is added to a pod
 * without limits of its own. To one with, what its containers request is added, except for huge pages, and what none of
 * them requests is requested up to the limit.
 *
 * @param parts The containers as the API server reads them, before their LimitRange.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/core/v1/defaults.go
 */
export function withPodDefaults(pod: RequestsAndLimits, parts: Pick<PodParts, "containers" | "initContainers">): Amounts {
  if (pod.limits.size === 0) {
    return pod.requests;
  }
  const ofContainers = [...containerRequests(parts)].filter(
    ([resource]) => isPodLevelResource(resource) && !resource.startsWith("hugepages-"),
  );
  return withDefaults(withDefaults(pod.requests, new Map(ofContainers)), pod.limits);
}

/**
 * A container after admission: its namespace's LimitRange has given it what it still lacks. A `default` is a
 * `defaultRequest` too where there is none (`SetDefaults_LimitRangeItem`).
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/plugin/pkg/admission/limitranger/admission.go (mergeContainerResources)
 */
export function withLimitRange({ requests, limits }: RequestsAndLimits, limitRange: LimitRangeDefaults): RequestsAndLimits {
  return {
    requests: withDefaults(requests, withDefaults(limitRange.defaultRequest, limitRange.default)),
    limits: withDefaults(limits, limitRange.default),
  };
}
