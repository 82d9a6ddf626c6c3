import { nodeRequestsPercent } from "../../../infra/goals/pod-series";
import { goalMet, nodeIdleWatts, nodeWatts, scaledToZero, scalesToZero, type SuccessMetrics } from "../../../infra/goals/success-metrics";
import type { PlacementProblem } from "../../../infra/placement/problem";
import type { DashboardSpec, PanelSpec } from "./dashboard";

export interface GoalsDashboardArgs {
  /** Label `stack` of the alerts. */
  readonly stack: string;
  /** The plan's: requests of a node are to stay below. */
  readonly ceilings: PlacementProblem["ceilings"];
  /** What the stack is to reach; absent where nobody wrote it down. */
  readonly metrics?: SuccessMetrics;
}

/** Whether the cluster is as it was planned, and reaches what it was planned for. */
export function goalsDashboard({ stack, ceilings, metrics }: GoalsDashboardArgs): DashboardSpec {
  return {
    uid: "berth-goals",
    title: "Goals and drift",
    description: "What the cluster was planned for, and where it is not as it was planned.",
    panels: [
      ...(metrics === undefined ? [] : goalPanels(metrics)),
      {
        title: "Alerts about the plan",
        description: "What each means and what to do: docs/goals.md. None is as it should be.",
        kind: "table",
        unit: "short",
        queries: [
          {
            expr: `sum by (alertname, severity, namespace, pod, node, resourcequota) (ALERTS{stack="${stack}", alertstate="firing"})`,
            legend: "firing",
          },
        ],
        width: 24,
      },
      {
        title: "Pods outside the plan",
        description: "Pods on nodes where the plan never has them, and for more than a day where they only fall back to.",
        kind: "timeseries",
        unit: "short",
        queries: [
          {
            expr: `sum by (alertname) (ALERTS{stack="${stack}", alertname=~"PodOutsidePlan|PodOnFailoverNode", alertstate="firing"})`,
            legend: "{{alertname}}",
          },
        ],
        thresholds: [{ color: "green" }, { color: "orange", from: 1 }],
        min: 0,
      },
      requests("CPU requests of nodes", "cpu", Math.min(ceilings.worker.cpuPercent, ceilings.controlPlane.cpuPercent)),
      requests("Memory requests of nodes", "memory", Math.min(ceilings.worker.memoryPercent, ceilings.controlPlane.memoryPercent)),
      ...(metrics === undefined || metrics.metered.length === 0 ? [] : powerPanels),
    ],
  };
}

function goalPanels({ scaleToZero }: SuccessMetrics): readonly PanelSpec[] {
  return [
    {
      title: "Goals",
      description: "1 where a goal is met. One that is missing is not known: something is not measured.",
      kind: "stat",
      unit: "short",
      queries: [{ expr: `max by (goal) (${goalMet})`, legend: "{{goal}}" }],
      thresholds: [{ color: "red" }, { color: "green", from: 1 }],
      min: 0,
      max: 1,
    },
    {
      title: "Workloads that scale to zero",
      description: `How many KEDA looks after (the goal is ${scaleToZero} or more), and how many are at zero.`,
      kind: "timeseries",
      unit: "short",
      queries: [
        { expr: scalesToZero, legend: "scale to zero" },
        { expr: scaledToZero, legend: "at zero" },
      ],
      min: 0,
    },
  ];
}

function requests(title: string, resource: "cpu" | "memory", ceiling: number): PanelSpec {
  return {
    title,
    description: `In percent of what a node can allocate. The line is the lower of the plan's two ceilings, ${ceiling} %.`,
    kind: "timeseries",
    unit: "percent",
    queries: [{ expr: `${nodeRequestsPercent}{resource="${resource}"}`, legend: "{{node}}" }],
    thresholds: [{ color: "green" }, { color: "orange", from: ceiling }, { color: "red", from: 100 }],
    min: 0,
    max: 110,
  };
}

const powerPanels: readonly PanelSpec[] = [
  {
    title: "Power",
    description: "What the plugs measure, in watts.",
    kind: "timeseries",
    unit: "watt",
    queries: [{ expr: nodeWatts, legend: "{{node}}" }],
    min: 0,
  },
  {
    title: "Idle power",
    description: "What a node draws at least for 95 % of a day, in watts: compare it with idleWatts of the hardware table.",
    kind: "timeseries",
    unit: "watt",
    queries: [
      { expr: nodeIdleWatts, legend: "{{node}}" },
      { expr: `sum(${nodeIdleWatts})`, legend: "all" },
    ],
    min: 0,
  },
];
