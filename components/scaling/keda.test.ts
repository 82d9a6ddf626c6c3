import type { Scaling } from "../../infra/workloads/schema";
import { recordProgram } from "../testing/recorded-program";
import { Keda } from "./keda";

const releaseType = "kubernetes:helm.sh/v3:Release";
const cron: Scaling = {
  minReplicas: 0,
  maxReplicas: 1,
  pollingSeconds: 30,
  cooldownSeconds: 300,
  triggers: [{ type: "cron", timezone: "Etc/UTC", start: "0 8 * * *", end: "0 9 * * *", desiredReplicas: 1 }],
};
const http: Scaling = {
  ...cron,
  triggers: [
    { type: "http", hosts: ["a.home"], pathPrefixes: [], service: "a", port: 80, metric: { kind: "concurrency", targetValue: 100 } },
  ],
};

describe("Keda", () => {
  it("installs the pinned chart without CPU limits", async () => {
    const { ofType } = await recordProgram(() => new Keda("keda", { workloads: [{ scaling: cron }], priorityClassName: "1-cluster" }));
    expect(ofType(releaseType)).toHaveLength(1);
    expect(ofType(releaseType)[0]).toMatchObject({ name: "keda-chart", parent: "keda" });
    expect(ofType(releaseType)[0]?.inputs).toMatchObject({
      name: "keda",
      chart: "keda",
      version: "2.20.2",
      repositoryOpts: { repo: "https://kedacore.github.io/charts" },
      namespace: "keda",
      createNamespace: true,
      atomic: true,
      skipAwait: false,
      timeout: 600,
      allowNullValues: true,
      values: {
        resources: { operator: { limits: { cpu: null } }, metricServer: { limits: { cpu: null } }, webhooks: { limits: { cpu: null } } },
        priorityClassName: "1-cluster",
      },
    });
  });

  it("installs the HTTP add-on after it when a workload is scaled by requests", async () => {
    const { ofType, resource } = await recordProgram(() => new Keda("keda", { workloads: [{}, { scaling: http }] }));
    expect(ofType(releaseType).map(({ name }) => name)).toEqual(["keda-chart", "keda-http-add-on"]);
    expect(resource("keda-http-add-on")).toMatchObject({
      dependsOn: ["keda-chart"],
      inputs: {
        chart: "keda-add-ons-http",
        version: "0.15.0",
        createNamespace: false,
        values: {
          operator: { resources: { limits: { cpu: null } } },
          scaler: { replicas: 1, resources: { limits: { cpu: null } } },
          interceptor: { replicas: { min: 1, max: 3 }, resources: { limits: { cpu: null } } },
        },
      },
    });
  });

  it("lets a release be changed before it is made", async () => {
    const { resource } = await recordProgram(
      () => new Keda("keda", { workloads: [], transform: { keda: (args) => ({ ...args, timeout: 60 }) } }),
    );
    expect(resource("keda-chart").inputs["timeout"]).toBe(60);
  });
});
