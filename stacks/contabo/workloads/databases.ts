import { capabilityKey } from "../../../infra/hardware/capabilities";
import type { NodeRequirement, WorkloadRow } from "../../../infra/workloads/schema";

/** Data on a server's disk stays there: never on one that scaling down takes away. */
export const onPermanentServers: readonly NodeRequirement[] = [{ key: capabilityKey.lifecycle, operator: "In", values: ["permanent"] }];

interface Database {
  readonly cpu: string;
  readonly memory: string;
  /** What its memory is limited to: the seed's maximum. */
  readonly maxMemory: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly size: string;
  readonly note: string;
}

/**
 * What keeps data, three copies of each on three servers. An operator decides what its pods request, in which order they
 * restart and how many may be away: no VPA and no budget of ours.
 */
export const databaseWorkloads: readonly WorkloadRow[] = [
  database("postgresql", {
    cpu: "200m",
    memory: "512Mi",
    maxMemory: "2Gi",
    podLabels: { "cnpg.io/cluster": "postgresql" },
    size: "20Gi",
    note: "CloudNativePG, whose pods belong to no StatefulSet. The seed's most is 1 CPU and 2Gi.",
  }),
  database("mongodb", {
    cpu: "200m",
    memory: "512Mi",
    maxMemory: "2Gi",
    podLabels: { "app.kubernetes.io/instance": "mongodb", "app.kubernetes.io/component": "mongod" },
    size: "20Gi",
    note: "Percona's operator. The seed's most is 1 CPU and 2Gi.",
  }),
  database("dragonfly", {
    cpu: "100m",
    memory: "256Mi",
    maxMemory: "1Gi",
    podLabels: { app: "dragonfly" },
    size: "5Gi",
    note: "Dragonfly's operator. The seed's most is 500m and 1Gi.",
  }),
  database("redpanda", {
    cpu: "250m",
    memory: "1Gi",
    maxMemory: "1536Mi",
    podLabels: { "app.kubernetes.io/name": "redpanda" },
    size: "20Gi",
    note: "The seed has it and gives no figures: assumed. One core with 1 GiB is the least that it starts with.",
  }),
  database("minio", {
    cpu: "100m",
    memory: "256Mi",
    maxMemory: "512Mi",
    podLabels: { "v1.min.io/tenant": "minio" },
    size: "50Gi",
    note: "Erasure coding 2+1, as in the seed, which gives no figures: assumed.",
  }),
];

function database(name: string, { cpu, memory, maxMemory, podLabels, size, note }: Database): WorkloadRow {
  return {
    namespace: "databases",
    name,
    kind: "StatefulSet",
    managedBy: "operator",
    replicas: 3,
    requests: { cpu, memory },
    limits: { memory: maxMemory },
    podLabels: { ...podLabels },
    requires: [...onPermanentServers],
    volumes: [{ name: "data", storage: "node-local", storageClass: "local-path", size }],
    antiAffinity: "node",
    spread: { over: "node", strict: true },
    disruption: "operator",
    note,
  };
}
