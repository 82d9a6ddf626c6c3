import type { Workload } from "../workloads/workload";
import { nodeRequestsPercent } from "./pod-series";
import { anyOf, type RecordingRule } from "./rule";

/** Requests of one node, in percent of what it can allocate, on one side of a bound. */
export type RequestsGoal = { readonly node: string; readonly resource: "cpu" | "memory" } & (
  { readonly below: number; readonly above?: undefined } | { readonly above: number; readonly below?: undefined }
);

/** What a cluster is to reach, as its owner wrote it down. */
export interface SuccessMetrics {
  readonly requests: readonly RequestsGoal[];
  /** How many workloads are to be able to scale to zero. */
  readonly scaleToZero: number;
  /** Nodes whose power a Kasa plug measures. Each plug's name in the Kasa app is its node's. */
  readonly metered: readonly string[];
}

/** 1 where a goal is met, 0 where it is not; nothing where nothing is known. Label `goal` says which. */
export const goalMet = "berth:goal_met";

/** Workloads that may scale to zero: how many KEDA looks after, and how many are at zero now. */
export const scalesToZero = "berth:scales_to_zero:count";
export const scaledToZero = "berth:scaled_to_zero:count";

/** Watts of a node at the moment, and what it drew at least for 95 % of the last day: its baseline. */
export const nodeWatts = "berth:node_watts";
export const nodeIdleWatts = "berth:node_idle_watts";

/** A goal in words, which is also its label. */
export function goalName({ node, resource, below, above }: RequestsGoal): string {
  const word = resource === "cpu" ? "CPU" : "memory";
  return `${node}: ${word} requests ${below === undefined ? `above ${above} %` : `below ${below} %`}`;
}

/**
 * Series for the success metrics.
 *
 * KEDA says what it looks after by the autoscalers that it makes, and these stay at zero; how many pods there are, the
 * workload itself says. Power is what the Kasa exporter tells.
 *
 * @see https://github.com/bobrik/kasa_exporter
 */
export function successMetricRules(
  { requests, scaleToZero, metered }: SuccessMetrics,
  workloads: readonly Pick<Workload, "kind" | "namespace" | "name" | "scaling">[],
): readonly RecordingRule[] {
  const toZero = workloads.filter(({ scaling }) => scaling?.minReplicas === 0);
  const autoscalers = toZero.map(({ namespace, name }) => ({ namespace, name: `keda-hpa-${name}` }));
  const replicas = [
    series(
      "kube_deployment_spec_replicas",
      "deployment",
      toZero.filter(({ kind }) => kind === "Deployment"),
    ),
    series(
      "kube_statefulset_replicas",
      "statefulset",
      toZero.filter(({ kind }) => kind === "StatefulSet"),
    ),
  ].flat();
  return [
    ...requests.map((goal): RecordingRule => {
      const { node, resource, below, above } = goal;
      return {
        record: goalMet,
        labels: { goal: goalName(goal) },
        expr: `${nodeRequestsPercent}{node="${node}", resource="${resource}"} ${below === undefined ? `> bool ${above}` : `< bool ${below}`}`,
      };
    }),
    ...(toZero.length === 0
      ? []
      : [
          {
            record: scalesToZero,
            expr: `count(${series("kube_horizontalpodautoscaler_spec_max_replicas", "horizontalpodautoscaler", autoscalers).join(" or ")}) or vector(0)`,
          },
          { record: scaledToZero, expr: `count((${replicas.join(" or ")}) == 0) or vector(0)` },
          {
            record: goalMet,
            labels: { goal: `${scaleToZero} workloads or more scale to zero` },
            expr: `${scalesToZero} >= bool ${scaleToZero}`,
          },
        ]),
    ...(metered.length === 0
      ? []
      : [
          {
            record: nodeWatts,
            expr: `max by (node) (label_replace(device_electric_power_watts{device_alias=~"${anyOf(metered)}"}, "node", "$1", "device_alias", "(.+)"))`,
          },
          { record: nodeIdleWatts, expr: `quantile_over_time(0.05, ${nodeWatts}[1d])` },
        ]),
  ];
}

/** Series of some objects of a kind, a selector for each namespace; one of each, however many exporters there are. */
function series(name: string, label: string, objects: readonly { readonly namespace: string; readonly name: string }[]): readonly string[] {
  const namespaces = [...new Set(objects.map(({ namespace }) => namespace))].sort();
  return namespaces.map((namespace) => {
    const names = objects.filter((object) => object.namespace === namespace).map((object) => object.name);
    return `max by (namespace, ${label}) (${name}{namespace="${namespace}", ${label}=~"${anyOf(names)}"})`;
  });
}
