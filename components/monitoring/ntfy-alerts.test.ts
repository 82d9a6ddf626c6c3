import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../testing/recorded-program";
import { NtfyAlerts, type NtfyAlertsArgs } from "./ntfy-alerts";

function record(args: Partial<NtfyAlertsArgs> = {}) {
  return recordProgram(
    () => new NtfyAlerts("ntfy", { namespace: "monitoring", topicUrl: pulumi.secret("https://ntfy.sh/topic"), ...args }),
  );
}

const webhook = (severity: string, sendResolved: boolean) => ({
  name: severity,
  webhookConfigs: [
    {
      urlSecret: { name: "ntfy", key: severity },
      sendResolved,
      httpConfig: { followRedirects: false, authorization: { type: "Bearer", credentials: { name: "ntfy", key: "token" } } },
    },
  ],
});

describe("NtfyAlerts", () => {
  it("keeps the topic and its token in a Secret", async () => {
    const { resources, resource } = await record({ token: "tk_1" });
    expect(resources.map(({ type }) => type)).toEqual([
      "berth:monitoring:NtfyAlerts",
      "kubernetes:core/v1:Secret",
      "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig",
    ]);
    expect(resource("ntfy-secret").inputs).toMatchObject({
      metadata: { namespace: "monitoring", name: "ntfy" },
      stringData: {
        critical: "https://ntfy.sh/topic?template=alertmanager&priority=urgent",
        warning: "https://ntfy.sh/topic?template=alertmanager&priority=high",
        info: "https://ntfy.sh/topic?template=alertmanager&priority=low",
        token: "tk_1",
      },
    });
    expect(resource("ntfy-secret").secrets).toContain("stringData");
    expect(JSON.stringify(resource("ntfy-route").inputs)).not.toMatch(/ntfy\.sh|tk_1/);
  });

  it("routes by severity, with what has none as a warning", async () => {
    const { resource } = await record({ token: "tk_1", labels: { role: "alerts" } });
    expect(resource("ntfy-route").dependsOn).toEqual(["ntfy-secret"]);
    expect(resource("ntfy-route").inputs).toEqual({
      apiVersion: "monitoring.coreos.com/v1alpha1",
      kind: "AlertmanagerConfig",
      metadata: { namespace: "monitoring", name: "ntfy", labels: { role: "alerts" } },
      spec: {
        route: {
          receiver: "warning",
          groupBy: ["alertname", "namespace"],
          groupWait: "30s",
          groupInterval: "5m",
          repeatInterval: "12h",
          routes: [
            { receiver: "nobody", matchers: [{ name: "alertname", value: "Watchdog|InfoInhibitor", matchType: "=~" }] },
            { receiver: "critical", matchers: [{ name: "severity", value: "critical", matchType: "=" }], repeatInterval: "4h" },
            { receiver: "info", matchers: [{ name: "severity", value: "info", matchType: "=" }], repeatInterval: "3d" },
          ],
        },
        receivers: [{ name: "nobody" }, webhook("critical", true), webhook("warning", true), webhook("info", false)],
        inhibitRules: [
          {
            sourceMatch: [{ name: "severity", value: "critical", matchType: "=" }],
            targetMatch: [{ name: "severity", value: "warning|info", matchType: "=~" }],
            equal: ["alertname", "namespace"],
          },
        ],
      },
    });
  });

  it("sends no token where there is none, and keeps what the address asks for already", async () => {
    const { resource } = await record({ topicUrl: "https://ntfy.example.com/topic?tags=portkey" });
    expect(resource("ntfy-secret").inputs["stringData"]).toEqual({
      critical: "https://ntfy.example.com/topic?tags=portkey&template=alertmanager&priority=urgent",
      warning: "https://ntfy.example.com/topic?tags=portkey&template=alertmanager&priority=high",
      info: "https://ntfy.example.com/topic?tags=portkey&template=alertmanager&priority=low",
    });
    expect(JSON.stringify(resource("ntfy-route").inputs)).not.toContain("authorization");
  });
});
