import { defaultThresholds } from "../../infra/autoscaling/thresholds";
import { scalingAlerts } from "../../infra/autoscaling/alerts";
import { actions } from "../../services/scale-relay/notification";
import { recordProgram } from "../testing/recorded-program";
import { ScalingAlerts, type ScalingAlertsArgs } from "./scaling-alerts";

const args: ScalingAlertsArgs = {
  stack: "mesh",
  namespace: "monitoring",
  minNodes: 3,
  maxNodes: 6,
  thresholds: defaultThresholds,
  labels: { release: "kube-prometheus-stack" },
  receiver: { url: "http://scale-relay.monitoring.svc:8080/alerts", secretName: "scale-relay", secretKey: "shared-secret" },
};

it("makes the rules and the way to the relay", async () => {
  const recording = await recordProgram(() => new ScalingAlerts("node-autoscaling", args));
  const metadata = { namespace: "monitoring", name: "node-autoscaling", labels: { release: "kube-prometheus-stack" } };
  expect(recording.resources.map(({ type, parent }) => `${type} in ${parent ?? "nothing"}`).sort()).toEqual([
    "berth:autoscaling:ScalingAlerts in nothing",
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule in node-autoscaling",
    "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig in node-autoscaling",
  ]);
  expect(recording.resource("node-autoscaling-rules").inputs).toEqual({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata,
    spec: { groups: [{ name: "node-autoscaling", interval: "1m", rules: scalingAlerts(args) }] },
  });
  expect(recording.resource("node-autoscaling-route").inputs).toEqual({
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "AlertmanagerConfig",
    metadata,
    spec: {
      route: {
        receiver: "node-autoscaling",
        matchers: [
          { name: "stack", value: "mesh", matchType: "=" },
          { name: "action", value: "scale_up|scale_down", matchType: "=~" },
        ],
        groupBy: ["action"],
        groupWait: "30s",
        groupInterval: "5m",
        repeatInterval: "15m",
      },
      receivers: [
        {
          name: "node-autoscaling",
          webhookConfigs: [
            {
              url: "http://scale-relay.monitoring.svc:8080/alerts",
              sendResolved: false,
              maxAlerts: 20,
              httpConfig: { authorization: { type: "Bearer", credentials: { name: "scale-relay", key: "shared-secret" } } },
            },
          ],
        },
      ],
    },
  });
});

it("labels alerts as their route and the relay want them", () => {
  for (const { labels } of scalingAlerts(args)) {
    expect(labels["namespace"]).toBe(args.namespace);
    expect(labels["stack"]).toBe("mesh");
    expect(actions).toContain(labels["action"]);
  }
});
