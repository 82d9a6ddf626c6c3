import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { NtfyAlerts } from "../../components/monitoring/ntfy-alerts";
import { PrometheusOperatorCrds } from "../../components/monitoring/prometheus-operator-crds";
import type { Plan } from "../../infra/placement/plan-document";
import type { Stack } from "../../infra/stack/stack";
import { deployGoals } from "../composition/goals";
import { readOptionalSecret, readSecrets } from "../composition/secrets";

export interface MonitoringArgs {
  readonly stack: Stack;
  readonly plan: Plan;
  readonly provider: kubernetes.Provider;
  /** The namespace, and the network. */
  readonly after: readonly pulumi.Resource[];
}

/** Seed 004: Prometheus, Grafana and Alertmanager are there. */
const namespace = "monitoring-system";

/**
 * What watches the plan, and how it is told. Prometheus and Alertmanager are Argo CD's; they find both by the kinds that are
 * made here, whether they run yet or not.
 */
export function deployMonitoring({ stack, plan, provider, after }: MonitoringArgs): void {
  const kinds = new PrometheusOperatorCrds("prometheus-operator-crds", { namespace }, { provider, dependsOn: [...after] });
  deployGoals({ stack, plan, provider, namespace, after: [kinds] });
  const secret = readSecrets(["ntfyTopicUrl"]);
  new NtfyAlerts(
    "ntfy",
    { namespace, topicUrl: secret("ntfyTopicUrl"), token: readOptionalSecret("ntfyToken") },
    { provider, dependsOn: [kinds] },
  );
}
