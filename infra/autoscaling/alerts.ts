import type { ScalingThresholds } from "./thresholds";

/** An alerting rule as Prometheus and Mimir read it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ScalingAlertsArgs {
  readonly stack: string;
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly thresholds: ScalingThresholds;
  /**
   * The label `namespace` of the alerts: an AlertmanagerConfig only gets those of its own namespace, and sums over all
   * nodes have none by themselves.
   */
  readonly namespace: string;
  /** What selects the series of the node exporter, where there are others: `job="node-exporter"`. Default: all. */
  readonly matchers?: string;
}

/** What an alert asks for; the label `action` of the alerts. */
export const scalingActions = ["scale_up", "scale_down"] as const;
export type ScalingAction = (typeof scalingActions)[number];

/**
 * How long the number of nodes has to be the same before its utilisation means anything: a new node joins in some ten
 * minutes, and takes pods only then.
 */
const settledFor = "20m";

/** Series of the node exporter; `matchers` go between the braces. */
export interface NodeQueries {
  readonly memoryPercent: string;
  readonly cpuPercent: string;
  readonly nodes: string;
}

/** What is asked of the node exporter's series, of all nodes together. */
export function nodeQueries(matchers = ""): NodeQueries {
  const select = (metric: string, ...others: readonly string[]): string =>
    `${metric}{${[...others, matchers].filter((each) => each !== "").join(",")}}`.replace("{}", "");
  return {
    memoryPercent: `100 * (1 - sum(${select("node_memory_MemAvailable_bytes")}) / sum(${select("node_memory_MemTotal_bytes")}))`,
    cpuPercent: `100 * (1 - avg(rate(${select("node_cpu_seconds_total", 'mode="idle"')}[5m])))`,
    nodes: `count(count by (instance) (${select("node_memory_MemTotal_bytes")}))`,
  };
}

/**
 * The three alerts that scaling begins with. They fire only when the number of nodes has settled and can still change in
 * their direction, and "low" means that both memory and CPU are. The gap between their thresholds is wider than what one
 * node more or less makes, so that no load fires both in turn.
 */
export function scalingAlerts(args: ScalingAlertsArgs): readonly AlertRule[] {
  const { stack, namespace, minNodes, maxNodes, thresholds } = args;
  const { memoryPercent, cpuPercent, nodes } = nodeQueries(args.matchers);
  const before = nodeQueries(args.matchers).nodes.replace(/\)\)$/, ` offset ${settledFor}))`);
  const when = (condition: string, bound: string): string =>
    `(${condition}) and on () (${nodes} == ${before}) and on () (${nodes} ${bound})`;
  const labels = (severity: string, action: ScalingAction): Readonly<Record<string, string>> => ({ severity, action, stack, namespace });
  const annotations = (summary: string): Readonly<Record<string, string>> => ({
    summary,
    memory_percent: current(memoryPercent),
    cpu_percent: current(cpuPercent),
    nodes: current(nodes, "%.0f"),
  });
  const { upPercent, downPercent } = thresholds;
  return [
    {
      alert: "ClusterCapacityHigh",
      expr: when(`${memoryPercent} > ${upPercent}`, `< ${maxNodes}`),
      for: "10m",
      labels: labels("warning", "scale_up"),
      annotations: annotations(`Memory of all nodes above ${upPercent} % for 10 minutes`),
    },
    {
      alert: "ClusterCPUHigh",
      expr: when(`${cpuPercent} > ${upPercent}`, `< ${maxNodes}`),
      for: "10m",
      labels: labels("warning", "scale_up"),
      annotations: annotations(`CPU of all nodes above ${upPercent} % for 10 minutes`),
    },
    {
      alert: "ClusterCapacityLow",
      expr: when(`(${memoryPercent} < ${downPercent}) and on () (${cpuPercent} < ${downPercent})`, `> ${minNodes}`),
      for: "30m",
      labels: labels("info", "scale_down"),
      annotations: annotations(`Memory and CPU of all nodes below ${downPercent} % for 30 minutes`),
    },
  ];
}

/** What an expression is when the alert is sent. In Go's template language. */
function current(expression: string, format = "%.1f"): string {
  return `{{ with query ${JSON.stringify(expression)} }}{{ . | first | value | printf "${format}" }}{{ end }}`;
}
