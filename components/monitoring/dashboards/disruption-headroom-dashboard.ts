import type { DashboardSpec } from "./dashboard";

const healthy = "kube_poddisruptionbudget_status_current_healthy";
const needed = "kube_poddisruptionbudget_status_desired_healthy";
const allowed = "kube_poddisruptionbudget_status_pod_disruptions_allowed";
const expected = "kube_poddisruptionbudget_status_expected_pods";
const budget = "{{namespace}}/{{poddisruptionbudget}}";

/** How many pods may go at the moment: what a drain, and so every scale-down and upgrade, depends on. */
export function disruptionHeadroomDashboard(): DashboardSpec {
  return {
    uid: "berth-disruption-headroom",
    title: "Disruption headroom",
    description: "How many pods may be evicted, by disruption budget. A drain waits for those that let none go.",
    panels: [
      {
        title: "Budgets that let no pod go",
        description: "Each of them blocks the drain of a node that has one of its pods.",
        kind: "stat",
        unit: "short",
        queries: [{ expr: `count((${allowed} == 0) and (${expected} > 0)) or vector(0)`, legend: "budgets" }],
        thresholds: [{ color: "green" }, { color: "orange", from: 1 }],
        width: 8,
      },
      {
        title: "Budgets with too few healthy pods",
        description: "Something is broken there, not only busy.",
        kind: "stat",
        unit: "short",
        queries: [{ expr: `count(${healthy} < ${needed}) or vector(0)`, legend: "budgets" }],
        thresholds: [{ color: "green" }, { color: "red", from: 1 }],
        width: 8,
      },
      {
        title: "Budgets without pods",
        description: "Scaled to zero, or its selector finds nothing.",
        kind: "stat",
        unit: "short",
        queries: [{ expr: `count(${expected} == 0) or vector(0)`, legend: "budgets" }],
        thresholds: [{ color: "blue" }],
        width: 8,
      },
      {
        title: "Pods that may go, by budget",
        description: "Healthy pods above what must stay.",
        kind: "timeseries",
        unit: "short",
        queries: [{ expr: allowed, legend: budget }],
        thresholds: [{ color: "red" }, { color: "green", from: 1 }],
        min: 0,
        width: 24,
      },
      {
        title: "Healthy pods and what must stay",
        description: "For every budget at the moment.",
        kind: "table",
        unit: "short",
        queries: [
          { expr: `max by (namespace, poddisruptionbudget) (${healthy})`, legend: "healthy" },
          { expr: `max by (namespace, poddisruptionbudget) (${needed})`, legend: "must stay" },
          { expr: `max by (namespace, poddisruptionbudget) (${allowed})`, legend: "may go" },
        ],
        width: 24,
      },
    ],
  };
}
