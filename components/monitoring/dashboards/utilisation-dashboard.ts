import { nodeQueries } from "../../../infra/autoscaling/alerts";
import type { ScalingThresholds } from "../../../infra/autoscaling/thresholds";
import type { PlacementProblem } from "../../../infra/placement/problem";
import type { DashboardSpec, PanelSpec, Threshold } from "./dashboard";

export interface UtilisationArgs {
  /** The plan's: requests of a node are to stay below. */
  readonly ceilings: PlacementProblem["ceilings"];
  readonly thresholds: ScalingThresholds;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** What selects the series of the node exporter. Default: all. */
  readonly matchers?: string;
}

/** How full the cluster is, measured and requested, against what the plan allows and what scaling reacts to. */
export function utilisationDashboard(args: UtilisationArgs): DashboardSpec {
  const { ceilings, thresholds, minNodes, maxNodes } = args;
  const { memoryPercent, cpuPercent, nodes } = nodeQueries(args.matchers);
  const { worker, controlPlane } = ceilings;
  return {
    uid: "berth-utilisation",
    title: "Utilisation against plan",
    description: "What is used and requested, against the plan's ceilings and the thresholds of scaling.",
    panels: [
      used("Memory used, all nodes", memoryPercent, thresholds),
      used("CPU used, all nodes", cpuPercent, thresholds),
      requested("Memory requested, by node", "memory", lower(worker.memoryPercent, controlPlane.memoryPercent)),
      requested("CPU requested, by node", "cpu", lower(worker.cpuPercent, controlPlane.cpuPercent)),
      {
        title: "Nodes",
        description: `How many there are. The fleet may have ${minNodes} to ${maxNodes}; at the upper end no alert asks for more.`,
        kind: "timeseries",
        unit: "short",
        queries: [{ expr: nodes, legend: "nodes" }],
        thresholds: [{ color: "red" }, { color: "green", from: minNodes }, { color: "orange", from: maxNodes }],
        min: 0,
        max: maxNodes + 1,
      },
      {
        title: "Pods without a node",
        description: "What the scheduler finds no node for. The plan says why: npm run plan.",
        kind: "timeseries",
        unit: "short",
        queries: [{ expr: "sum by (namespace) (kube_pod_status_unschedulable)", legend: "{{namespace}}" }],
        thresholds: [{ color: "green" }, { color: "red", from: 1 }],
        min: 0,
      },
    ],
  };
}

function used(title: string, expr: string, { upPercent, settledPercent }: ScalingThresholds): PanelSpec {
  return {
    title,
    description: `Above ${upPercent} % for ten minutes, nodes are added until it is at ${settledPercent} % or below.`,
    kind: "timeseries",
    unit: "percent",
    queries: [{ expr, legend: "used" }],
    thresholds: [{ color: "green" }, { color: "yellow", from: settledPercent }, { color: "red", from: upPercent }],
    min: 0,
    max: 100,
  };
}

function requested(title: string, resource: "cpu" | "memory", ceiling: number): PanelSpec {
  const share = `sum by (node) (kube_pod_container_resource_requests{resource="${resource}"}) / sum by (node) (kube_node_status_allocatable{resource="${resource}"})`;
  const levels: readonly Threshold[] = [{ color: "green" }, { color: "orange", from: ceiling }, { color: "red", from: 100 }];
  return {
    title,
    description: `The plan keeps requests at ${ceiling} % or below. Above it, plan anew: npm run plan.`,
    kind: "timeseries",
    unit: "percent",
    queries: [{ expr: `100 * ${share}`, legend: "{{node}}" }],
    thresholds: levels,
    min: 0,
    max: 110,
  };
}

/** One panel shows nodes of both kinds. */
function lower(a: number, b: number): number {
  return Math.min(a, b);
}
