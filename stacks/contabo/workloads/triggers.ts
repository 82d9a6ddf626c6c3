import type { KafkaTrigger, PrometheusTrigger } from "../../../infra/workloads/triggers";

/** Mimir's query API. The seed leaves out the path, without which Mimir answers nothing. */
const mimir = "http://mimir.monitoring.svc.cluster.local:9009/prometheus";

/** Resolvable from KEDA's namespace, which the seed's `redpanda.databases` is too. */
const redpanda = ["redpanda.databases.svc.cluster.local:9092"];

/** What a replica takes of a metric that the pods themselves tell: they never go to zero. */
export function perReplica(query: string, threshold: number): PrometheusTrigger {
  return { type: "prometheus", serverAddress: mimir, query, threshold };
}

/**
 * What a replica may leave waiting in a topic.
 *
 * @param partitions As many as there may be replicas: one more would have nothing to read.
 */
export function lagOf(topic: string, consumerGroup: string, lagThreshold: number, partitions: number): KafkaTrigger {
  return {
    type: "kafka",
    bootstrapServers: redpanda,
    consumerGroup,
    topic,
    lagThreshold,
    activationLagThreshold: 0,
    // A group that has read nothing yet starts at the beginning: what came in while nobody ran is work too.
    offsetResetPolicy: "earliest",
    partitions,
  };
}
