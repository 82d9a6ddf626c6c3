import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";

export interface NtfyAlertsArgs {
  /** Alertmanager's. Has to exist. */
  readonly namespace: string;
  /** Address of the topic: `https://ntfy.sh/my-topic`. On a server without logins whoever knows it can read along: a secret. */
  readonly topicUrl: pulumi.Input<string>;
  /** Access token of the topic, `tk_…`. Default: the topic takes messages from anyone. */
  readonly token?: pulumi.Input<string> | undefined;
  /** Labels by which configurations are found. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How loud a message is, and how often one that goes on is repeated, by the label `severity`. */
const severities = [
  { severity: "critical", priority: "urgent", repeatInterval: "4h" },
  { severity: "warning", priority: "high", repeatInterval: "12h" },
  { severity: "info", priority: "low", repeatInterval: "3d" },
] as const;

/** Fires always, or only keeps others quiet: for machines. */
const neverSent = ["Watchdog", "InfoInhibitor"];

const tokenKey = "token";

/**
 * Alerts as messages of ntfy, by their severity; what has another or none is a warning. ntfy makes a message of what
 * Alertmanager posts by itself, with its template `alertmanager` (since 2.14), so that nothing has to run between the two.
 *
 * It is made as Alertmanager's global configuration: name it in `alertmanagerConfiguration`. As one of many it would get
 * only alerts that carry its own namespace.
 *
 * @see https://docs.ntfy.sh/publish/#message-templating
 * @see https://prometheus-operator.dev/docs/developer/alerting/#managing-alertmanager-configuration
 */
export class NtfyAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: NtfyAlertsArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, topicUrl, token, labels = {} } = args;

    super("berth:monitoring:NtfyAlerts", name, {}, options);
    const child = childOptions(this, options);
    const urls = severities.map(({ severity, priority }) => [severity, addressOf(topicUrl, priority)] as const);
    const secret = new kubernetes.core.v1.Secret(
      `${name}-secret`,
      {
        metadata: { namespace, name },
        stringData: Object.fromEntries([...urls, ...(token === undefined ? [] : [[tokenKey, pulumi.secret(token)] as const])]),
      },
      child,
    );
    const authorization = token === undefined ? {} : { authorization: { type: "Bearer", credentials: { name, key: tokenKey } } };
    new kubernetes.apiextensions.CustomResource(
      `${name}-route`,
      {
        apiVersion: "monitoring.coreos.com/v1alpha1",
        kind: "AlertmanagerConfig",
        metadata: { namespace, name, labels },
        spec: {
          route: {
            receiver: "warning",
            groupBy: ["alertname", "namespace"],
            groupWait: "30s",
            groupInterval: "5m",
            repeatInterval: repeatIntervalOf("warning"),
            routes: [
              { receiver: "nobody", matchers: [{ name: "alertname", value: neverSent.join("|"), matchType: "=~" }] },
              ...severities
                .filter(({ severity }) => severity !== "warning")
                .map(({ severity, repeatInterval }) => ({
                  receiver: severity,
                  matchers: [{ name: "severity", value: severity, matchType: "=" }],
                  repeatInterval,
                })),
            ],
          },
          receivers: [
            { name: "nobody" },
            ...severities.map(({ severity }) => ({
              name: severity,
              webhookConfigs: [
                {
                  urlSecret: { name, key: severity },
                  sendResolved: severity !== "info",
                  httpConfig: { followRedirects: false, ...authorization },
                },
              ],
            })),
          ],
          // What is known to be bad need not be told again as something smaller.
          inhibitRules: [
            {
              sourceMatch: [{ name: "severity", value: "critical", matchType: "=" }],
              targetMatch: [{ name: "severity", value: "warning|info", matchType: "=~" }],
              equal: ["alertname", "namespace"],
            },
          ],
        },
      },
      { ...child, dependsOn: secret },
    );
    this.registerOutputs({});
  }
}

function repeatIntervalOf(wanted: (typeof severities)[number]["severity"]): string | undefined {
  return severities.find(({ severity }) => severity === wanted)?.repeatInterval;
}

/** The topic with how ntfy is to read the message, and how loud it is. */
function addressOf(topicUrl: pulumi.Input<string>, priority: string): pulumi.Output<string> {
  return pulumi.secret(topicUrl).apply((url) => `${url}${url.includes("?") ? "&" : "?"}template=alertmanager&priority=${priority}`);
}
