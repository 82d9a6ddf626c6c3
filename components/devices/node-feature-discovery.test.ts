import { gpuFeatureRule } from "../../infra/devices/gpu-feature-rule";
import { recordProgram } from "../testing/recorded-program";
import { validHardware } from "../testing/valid-hardware";
import { NodeFeatureDiscovery } from "./node-feature-discovery";

describe("NodeFeatureDiscovery", () => {
  it("runs on every node and has a rule for each vendor that the machines have", async () => {
    const { resources, resource } = await recordProgram(() => new NodeFeatureDiscovery("nfd", { hardware: validHardware() }));
    expect(resources).toHaveLength(4);
    expect(resource("nfd-namespace").inputs).toMatchObject({
      metadata: {
        name: "node-feature-discovery",
        labels: { "berth.dev/tier": "1-cluster", "pod-security.kubernetes.io/enforce": "privileged" },
      },
    });
    expect(resource("nfd-chart").inputs).toMatchObject({
      chart: "node-feature-discovery",
      version: "0.18.3",
      namespace: "node-feature-discovery",
      createNamespace: false,
    });
    expect(resource("nfd-chart").inputs["values"]).toEqual({ worker: { tolerations: [{ operator: "Exists" }] } });
    expect(resource("nfd-intel")).toMatchObject({
      type: "kubernetes:nfd.k8s-sigs.io/v1alpha1:NodeFeatureRule",
      dependsOn: ["nfd-chart"],
      inputs: { metadata: { name: "berth-intel-gpu" } },
    });
    expect(resource("nfd-intel").inputs["spec"]).toEqual(gpuFeatureRule("intel", "gpu.intel.com/i915"));
  });

  it("places its controllers and not its workers", async () => {
    const placement = { labels: {}, nodeSelector: { "berth.dev/pool": "core" } };
    const { resource } = await recordProgram(() => new NodeFeatureDiscovery("nfd", { hardware: { machines: [] }, placement }));
    expect(resource("nfd-chart").inputs["values"]).toEqual({
      master: { nodeSelector: { "berth.dev/pool": "core" } },
      gc: { nodeSelector: { "berth.dev/pool": "core" } },
      worker: { tolerations: [{ operator: "Exists" }] },
    });
  });
});
