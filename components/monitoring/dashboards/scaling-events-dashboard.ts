import { nodeQueries } from "../../../infra/autoscaling/alerts";
import type { DashboardSpec } from "./dashboard";

export interface ScalingEventsArgs {
  /** Label `stack` of the alerts. */
  readonly stack: string;
  /** What selects the series of the node exporter. Default: all. */
  readonly matchers?: string;
}

/** What asked for other numbers of nodes and pods, and what became of it. */
export function scalingEventsDashboard({ stack, matchers }: ScalingEventsArgs): DashboardSpec {
  return {
    uid: "berth-scaling-events",
    title: "Scaling events",
    description: "Alerts, what the relay made of them, and how nodes and pods followed.",
    panels: [
      {
        title: "Nodes",
        description: "A server takes some ten minutes from its order until it counts here.",
        kind: "timeseries",
        unit: "short",
        queries: [{ expr: nodeQueries(matchers).nodes, legend: "nodes" }],
        min: 0,
      },
      {
        title: "Alerts that ask for scaling",
        description: "1 while an alert fires; pending ones have not lasted long enough.",
        kind: "timeseries",
        unit: "short",
        queries: [
          {
            expr: `max by (alertname, alertstate) (ALERTS{stack="${stack}", action=~"scale_up|scale_down"})`,
            legend: "{{alertname}} {{alertstate}}",
          },
        ],
        min: 0,
        max: 1,
      },
      {
        title: "What the relay made of notifications",
        description: "failed: GitHub could not be asked. unauthorized: someone posts without the shared secret.",
        kind: "timeseries",
        unit: "short",
        queries: [{ expr: "sum by (outcome) (increase(scale_relay_notifications_total[10m]))", legend: "{{outcome}}" }],
        min: 0,
      },
      {
        title: "Runs started",
        description: "By direction, in 24 hours. Many of both directions mean that the thresholds are too close.",
        kind: "stat",
        unit: "short",
        queries: [{ expr: "sum by (action) (increase(scale_relay_dispatches_total[24h]))", legend: "{{action}}" }],
        thresholds: [{ color: "green" }, { color: "orange", from: 4 }],
        width: 6,
      },
      {
        title: "Since the last run",
        description: "Since the relay's start; nothing when it has started none.",
        kind: "stat",
        unit: "s",
        queries: [
          {
            expr: "time() - max(scale_relay_last_dispatch_timestamp_seconds > 0)",
            legend: "since",
          },
        ],
        width: 6,
      },
      {
        title: "Pods of what KEDA scales",
        description: "Current pods as a share of the most there may be. What is at 100 % for long needs a higher maximum.",
        kind: "timeseries",
        unit: "percent",
        queries: [
          {
            expr: "100 * kube_horizontalpodautoscaler_status_current_replicas / kube_horizontalpodautoscaler_spec_max_replicas",
            legend: "{{namespace}}/{{horizontalpodautoscaler}}",
          },
        ],
        thresholds: [{ color: "green" }, { color: "orange", from: 100 }],
        min: 0,
        max: 110,
        width: 24,
      },
    ],
  };
}
