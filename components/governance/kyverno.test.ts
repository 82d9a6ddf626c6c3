import { recordProgram } from "../testing/recorded-program";
import { Kyverno } from "./kyverno";

describe("Kyverno", () => {
  it("installs the pinned chart with one replica of each controller", async () => {
    const { resources, resource } = await recordProgram(() => new Kyverno("kyverno", { priorityClassName: "1-cluster" }));
    expect(resources).toHaveLength(2);
    expect(resource("kyverno-chart")).toMatchObject({ type: "kubernetes:helm.sh/v3:Release", parent: "kyverno" });
    expect(resource("kyverno-chart").inputs).toMatchObject({
      chart: "kyverno",
      version: "3.9.1",
      namespace: "kyverno",
      createNamespace: true,
    });
    expect(resource("kyverno-chart").inputs["values"]).toEqual({
      global: { priorityClassName: "1-cluster" },
      admissionController: { replicas: 1, initContainer: { resources: { limits: { cpu: null } } } },
      backgroundController: { replicas: 1 },
      cleanupController: { replicas: 1 },
      reportsController: { replicas: 1 },
      webhooksCleanup: { resources: { limits: { cpu: null } } },
    });
  });

  it("places its own pods by values, because no policy sees them", async () => {
    const nodeAffinity = {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: "berth.dev/pool", operator: "In" as const, values: ["core"] }] } },
      ],
    };
    const { resource } = await recordProgram(
      () =>
        new Kyverno("kyverno", {
          placements: {
            "reports-controller": {
              labels: {},
              nodeSelector: { a: "b" },
              affinity: { nodeAffinity },
              tolerations: [{ operator: "Exists" }],
            },
          },
        }),
    );
    expect(resource("kyverno-chart").inputs["values"]).toMatchObject({
      backgroundController: { replicas: 1 },
      reportsController: { replicas: 1, nodeSelector: { a: "b" }, nodeAffinity, tolerations: [{ operator: "Exists" }] },
    });
  });
});
