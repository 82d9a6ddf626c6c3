import { recordProgram } from "../testing/recorded-program";
import { MetricsServer, metricsServerValues } from "./metrics-server";

describe("MetricsServer", () => {
  it("is installed in kube-system", async () => {
    const { resources, resource } = await recordProgram(() => new MetricsServer("metrics-server"));
    expect(resources).toHaveLength(2);
    expect(resource("metrics-server-chart")).toMatchObject({
      parent: "metrics-server",
      inputs: {
        chart: "metrics-server",
        repositoryOpts: { repo: "https://kubernetes-sigs.github.io/metrics-server/" },
        version: "3.13.1",
        namespace: "kube-system",
        createNamespace: false,
      },
    });
  });

  it("believes kubelets that sign their own certificates", () => {
    expect(metricsServerValues({})).toEqual({
      args: ["--kubelet-insecure-tls"],
      metrics: { enabled: false },
      serviceMonitor: { enabled: false },
    });
  });

  it("asks for certificates of the cluster where there are any; is monitored and placed when that is asked for", () => {
    const placement = { labels: {}, nodeSelector: { "berth.dev/pool": "core" } };
    expect(metricsServerValues({ kubeletCertificates: "signed", monitored: true, placement })).toEqual({
      args: [],
      metrics: { enabled: true },
      serviceMonitor: { enabled: true },
      nodeSelector: { "berth.dev/pool": "core" },
    });
  });
});
