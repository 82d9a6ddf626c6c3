import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { scalingActions, scalingAlerts, type ScalingAlertsArgs as AlertArgs } from "../../infra/autoscaling/alerts";
import { childOptions } from "../child-options";

export interface ScalingAlertsArgs extends AlertArgs {
  /**
   * Labels by which rules and configurations are found: `release: kube-prometheus-stack` for that chart's Prometheus.
   * Alloy takes all, unless it is told otherwise. Default: none.
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where alerts are posted, and the Secret in the same namespace with what lets them in. */
  readonly receiver: { readonly url: string; readonly secretName: string; readonly secretKey: string };
}

/** Minutes between two notifications of an alert that goes on firing: the relay drops what comes too soon. */
const repeatMinutes = 15;

/**
 * The alerts that scaling begins with, and the way from Alertmanager to the relay, as resources of the Prometheus
 * operator, whose kinds have to exist. The operator reads them; where Mimir is the ruler, Alloy does, with
 * `mimir.rules.kubernetes` and, for the route, `mimir.alerts.kubernetes`: Mimir itself looks at neither.
 *
 * An AlertmanagerConfig gets only alerts that carry its namespace as a label, which these do.
 *
 * @see https://prometheus-operator.dev/docs/developer/alerting/
 * @see https://grafana.com/docs/alloy/latest/reference/components/mimir/mimir.rules.kubernetes/
 */
export class ScalingAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: ScalingAlertsArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, stack, labels = {}, receiver } = args;
    const rules = scalingAlerts(args);

    super("berth:autoscaling:ScalingAlerts", name, {}, options);
    const child = childOptions(this, options);
    const metadata = { namespace, name, labels };
    new kubernetes.apiextensions.CustomResource(
      `${name}-rules`,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata,
        spec: { groups: [{ name, interval: "1m", rules }] },
      },
      child,
    );
    new kubernetes.apiextensions.CustomResource(
      `${name}-route`,
      {
        apiVersion: "monitoring.coreos.com/v1alpha1",
        kind: "AlertmanagerConfig",
        metadata,
        spec: {
          route: {
            receiver: name,
            matchers: [
              { name: "stack", value: stack, matchType: "=" },
              { name: "action", value: scalingActions.join("|"), matchType: "=~" },
            ],
            // High memory and busy CPUs arrive together and ask once.
            groupBy: ["action"],
            groupWait: "30s",
            groupInterval: "5m",
            repeatInterval: `${repeatMinutes}m`,
          },
          receivers: [
            {
              name,
              webhookConfigs: [
                {
                  url: receiver.url,
                  sendResolved: false,
                  maxAlerts: 20,
                  httpConfig: { authorization: { type: "Bearer", credentials: { name: receiver.secretName, key: receiver.secretKey } } },
                },
              ],
            },
          ],
        },
      },
      child,
    );
    this.registerOutputs({});
  }
}
