import type { PrometheusTrigger } from "../../../infra/workloads/triggers";

/** Mimir's query API behind its gateway; the gateway adds the tenant. */
const mimir = "http://mimir-nginx.monitoring.svc.cluster.local/prometheus";

/** Time zone of every schedule. Assumed: the seed does not say where the cluster stands. */
export const timezone = "Etc/UTC";

/**
 * Active while anyone reaches one of the services, or any of the namespace when none is given, through the ingress.
 * Traefik's router counts a request also when the service has no pod to answer it; its service does not, since each
 * server counts its own. It counts by router when told to (`metrics.prometheus.addRoutersLabels`), and keeps routers
 * without servers with `allowEmptyServices`, the default of its chart. Calls from pod to pod do not pass through it: give
 * the services that a user opens first.
 */
export function requestsThroughIngress(namespace: string, services: readonly string[] = []): PrometheusTrigger {
  const names = services.length === 0 ? "" : `(${services.join("|")})-`;
  return {
    type: "prometheus",
    serverAddress: mimir,
    query: `sum(rate(traefik_router_requests_total{exported_service=~"${namespace}-${names}.*"}[5m]))`,
    // Requests per second and replica; one replica is the maximum, so only being above zero matters.
    threshold: 5,
    activationThreshold: 0,
  };
}

/** Active while files wait for transcoding, as the Tdarr server tells its exporter. */
export const tdarrQueue: PrometheusTrigger = {
  type: "prometheus",
  serverAddress: mimir,
  query: 'sum(tdarr_library_transcodes{status="queued"})',
  threshold: 10,
  activationThreshold: 0,
};
