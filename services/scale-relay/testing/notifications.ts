/** An alert as Alertmanager posts it; changes replace labels or annotations. */
export function alert(
  labels: Readonly<Record<string, string>> = {},
  {
    annotations = {},
    ...rest
  }: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly status?: string;
    readonly fingerprint?: string;
    readonly startsAt?: string;
  } = {},
): object {
  return {
    status: "firing",
    labels: {
      alertname: "ClusterCapacityHigh",
      severity: "warning",
      action: "scale_up",
      stack: "mesh",
      namespace: "monitoring",
      ...labels,
    },
    annotations: { summary: "Memory of all nodes above 80 %", memory_percent: "86.4", cpu_percent: "41.0", nodes: "3", ...annotations },
    startsAt: "2026-01-08T10:00:00.000Z",
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "http://mimir/graph",
    fingerprint: "1a30ba71cca2921f",
    ...rest,
  };
}

/** What Alertmanager posts. */
export function notification(...alerts: readonly object[]): object {
  return {
    version: "4",
    groupKey: '{}:{alertname="ClusterCapacityHigh"}',
    truncatedAlerts: 0,
    status: "firing",
    receiver: "scale-relay",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://alertmanager",
    alerts: alerts.length === 0 ? [alert()] : alerts,
  };
}

export const lowAlert = alert(
  { alertname: "ClusterCapacityLow", action: "scale_down", severity: "info" },
  { fingerprint: "77d0c1f0a2f0be11", annotations: { memory_percent: "21.5", cpu_percent: "9.0", nodes: "5" } },
);
