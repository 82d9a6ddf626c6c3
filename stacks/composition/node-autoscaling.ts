import type { ProviderResource, Resource } from "@pulumi/pulumi";
import { ScaleRelay } from "../../components/autoscaling/scale-relay";
import { relaySecretKeys } from "../../components/autoscaling/scale-relay-pod";
import { ScalingAlerts } from "../../components/autoscaling/scaling-alerts";
import { disruptionHeadroomDashboard } from "../../components/monitoring/dashboards/disruption-headroom-dashboard";
import { scalingEventsDashboard } from "../../components/monitoring/dashboards/scaling-events-dashboard";
import { utilisationDashboard } from "../../components/monitoring/dashboards/utilisation-dashboard";
import { GrafanaDashboards } from "../../components/monitoring/grafana-dashboards";
import { PrometheusOperatorCrds } from "../../components/monitoring/prometheus-operator-crds";
import { defaultThresholds as thresholds } from "../../infra/autoscaling/thresholds";
import { UserError } from "../../infra/diagnostics/user-error";
import type { StackConfig } from "../../infra/stack/config";
import type { Stack } from "../../infra/stack/stack";
import { readSecrets } from "./secrets";

export interface NodeAutoscalingArgs {
  readonly stack: Stack;
  readonly config: StackConfig;
  readonly provider: ProviderResource;
  /** Where Grafana and Alertmanager run. Has to exist. */
  readonly namespace: string;
  readonly after: readonly Resource[];
}

/**
 * What makes a fleet grow and shrink by itself: dashboards always; alerts, their way, and the relay when its image is
 * configured. Nothing of it depends on how many nodes there are, so that a change of their number changes nothing else.
 *
 * @throws UserError when the stack has no fleet whose number varies, or a setting is missing.
 */
export function deployNodeAutoscaling({ stack, config, provider, namespace, after }: NodeAutoscalingArgs): void {
  const fleet = stack.hardware.fleets.find(({ minCount, maxCount }) => minCount < maxCount);
  if (fleet === undefined) {
    throw new UserError(`stack "${stack.name}" has no fleet whose number of servers varies: there is nothing to scale`);
  }
  const { minCount: minNodes, maxCount: maxNodes } = fleet;
  const options = { provider, dependsOn: [...after] };
  new GrafanaDashboards(
    "dashboards",
    {
      namespace,
      dashboards: [
        utilisationDashboard({ ceilings: stack.problem.ceilings, thresholds, minNodes, maxNodes }),
        scalingEventsDashboard({ stack: stack.name }),
        disruptionHeadroomDashboard(),
      ],
    },
    options,
  );
  const { scaleRelayImage: image, scaleRepository: repository } = config;
  if (image === undefined) {
    return;
  }
  if (repository === undefined) {
    throw new UserError("the relay does not know whose workflow to start", [
      {
        path: "berth:scaleRepository",
        message: "is not set, and berth:scaleRelayImage is",
        fix: "run: pulumi config set berth:scaleRepository OWNER/NAME",
      },
    ]);
  }
  const secret = readSecrets(["scaleRelayToken", "scaleRelaySecret"]);
  const relay = new ScaleRelay(
    "scale-relay",
    {
      namespace,
      image,
      repository,
      stack: stack.name,
      minNodes,
      maxNodes,
      githubToken: secret("scaleRelayToken"),
      sharedSecret: secret("scaleRelaySecret"),
      dryRun: config.scaleRelayDryRun ?? false,
    },
    options,
  );
  const kinds = new PrometheusOperatorCrds("prometheus-operator-crds", { namespace }, options);
  const receiver = { url: relay.url, secretName: relay.secretName, secretKey: relaySecretKeys.sharedSecret };
  new ScalingAlerts(
    "node-autoscaling",
    { stack: stack.name, namespace, minNodes, maxNodes, thresholds, receiver },
    { provider, dependsOn: [...after, kinds] },
  );
}
