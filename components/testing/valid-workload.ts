import type { Workload } from "../../infra/workloads/workload";

/** A workload that Berth deploys, right in every respect, with some fields replaced. */
export function validWorkload(change: Partial<Workload> = {}): Workload {
  return {
    id: "media/exporter",
    namespace: "media",
    name: "exporter",
    kind: "Deployment",
    managedBy: "berth",
    estimated: false,
    replicas: 2,
    requests: { cpuMilli: 100, memoryBytes: 134_217_728, extended: {} },
    currentRequests: { cpuMilli: 100, memoryBytes: 134_217_728 },
    limits: {},
    containers: [
      {
        name: "exporter",
        image: "example.com/exporter:1.0.0",
        args: [],
        env: {},
        ports: [],
        requests: { cpu: "100m", memory: "128Mi" },
        limits: {},
      },
    ],
    initContainers: [],
    hostPorts: [],
    podLabels: { "app.kubernetes.io/name": "exporter" },
    tier: "4-aux",
    core: false,
    tolerations: [],
    requires: [],
    target: [],
    volumes: [],
    podAffinity: [],
    podAntiAffinity: [],
    spreads: [],
    coordinator: "none",
    current: {},
    pin: "prefer",
    ...change,
  };
}
