import type { Gpu } from "../../infra/hardware/schema";
import { recordProgram } from "../testing/recorded-program";
import { validHardware, validMachine } from "../testing/valid-hardware";
import { NvidiaDevicePlugin } from "./nvidia-device-plugin";

const t4: Gpu = { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu", shares: 4 };

function hardwareWith(gpu: Gpu) {
  return {
    machines: [
      validMachine("cp1"),
      validMachine("worker1", { gpus: [gpu], taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }] }),
    ],
  };
}

const values = {
  runtimeClassName: "nvidia",
  gfd: { enabled: true },
  nfd: { enabled: false },
  nodeSelector: { "nvidia.com/gpu.present": "true" },
  affinity: null,
  tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
};

describe("NvidiaDevicePlugin", () => {
  it("installs the pinned chart where discovery found a card, and shares it as the table says", async () => {
    const { resources, resource } = await recordProgram(() => new NvidiaDevicePlugin("nvidia", { hardware: hardwareWith(t4) }));
    expect(resources).toHaveLength(4);
    expect(resource("nvidia-namespace").inputs).toMatchObject({
      metadata: {
        name: "nvidia-device-plugin",
        labels: { "berth.dev/tier": "0-core", "pod-security.kubernetes.io/enforce": "privileged" },
      },
    });
    expect(resource("nvidia-runtime")).toMatchObject({
      type: "kubernetes:node.k8s.io/v1:RuntimeClass",
      inputs: { metadata: { name: "nvidia" }, handler: "nvidia" },
    });
    expect(resource("nvidia-chart").inputs).toMatchObject({
      chart: "nvidia-device-plugin",
      version: "0.20.0",
      repositoryOpts: { repo: "https://nvidia.github.io/k8s-device-plugin" },
      namespace: "nvidia-device-plugin",
      createNamespace: false,
    });
    expect(resource("nvidia-chart").inputs["values"]).toEqual({
      ...values,
      config: {
        default: "shared",
        map: {
          shared: [
            "version: v1",
            "sharing:",
            "  timeSlicing:",
            "    resources:",
            "      - name: nvidia.com/gpu",
            "        replicas: 4",
            "",
          ].join("\n"),
        },
      },
    });
  });

  it("leaves a card whole that is not shared", async () => {
    const { resource } = await recordProgram(() => new NvidiaDevicePlugin("nvidia", { hardware: hardwareWith({ ...t4, shares: 1 }) }));
    expect(resource("nvidia-chart").inputs["values"]).toEqual(values);
  });

  it("labels no node where nothing would read its labels", async () => {
    const { resource } = await recordProgram(
      () => new NvidiaDevicePlugin("nvidia", { hardware: hardwareWith({ ...t4, shares: 1 }), labels: false }),
    );
    expect(resource("nvidia-chart").inputs["values"]).toEqual({ ...values, gfd: { enabled: false } });
  });

  it("refuses machines without a card", async () => {
    await expect(recordProgram(() => new NvidiaDevicePlugin("nvidia", { hardware: validHardware() }))).rejects.toThrow(
      "NVIDIA's device plugin is not what the machines need\n  hardware.cards: has no NVIDIA card that a machine has\n    fix: leave the plugin out",
    );
  });

  it("refuses another name for the resource", async () => {
    const hardware = hardwareWith({ ...t4, resource: "nvidia.com/gpu.shared" });
    await expect(recordProgram(() => new NvidiaDevicePlugin("nvidia", { hardware }))).rejects.toThrow(
      "hardware.cards.gpu.resource: is not what the plugin advertises (found nvidia.com/gpu.shared)\n    fix: use nvidia.com/gpu",
    );
  });
});
