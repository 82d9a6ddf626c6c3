import type { HttpTrigger } from "../../../infra/workloads/triggers";

/** The part of an HTTPScaledObject's `spec` that says which requests count and how. */
export interface HttpScaling {
  readonly hosts: readonly string[];
  readonly pathPrefixes?: readonly string[];
  readonly scalingMetric:
    | { readonly concurrency: { readonly targetValue: number } }
    | { readonly requestRate: { readonly targetValue: number; readonly window: string; readonly granularity: string } };
}

/** Active while requests for the hosts arrive at the interceptor. @see https://github.com/kedacore/http-add-on */
export function httpScaling({ hosts, pathPrefixes, metric }: HttpTrigger): HttpScaling {
  return {
    hosts,
    ...(pathPrefixes.length === 0 ? {} : { pathPrefixes }),
    scalingMetric:
      metric.kind === "concurrency"
        ? { concurrency: { targetValue: metric.targetValue } }
        : { requestRate: { targetValue: metric.targetValue, window: `${metric.windowSeconds}s`, granularity: "1s" } },
  };
}
