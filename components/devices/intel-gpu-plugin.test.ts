import { recordProgram } from "../testing/recorded-program";
import { validHardware, validMachine } from "../testing/valid-hardware";
import { IntelGpuPlugin } from "./intel-gpu-plugin";

describe("IntelGpuPlugin", () => {
  it("is one DaemonSet where discovery found a GPU, without a CPU limit", async () => {
    const { resources, resource } = await recordProgram(() => new IntelGpuPlugin("intel", { hardware: validHardware() }));
    expect(resources).toHaveLength(3);
    expect(resource("intel-namespace").inputs).toMatchObject({
      metadata: { name: "intel-gpu-plugin", labels: { "berth.dev/tier": "2-gpu", "pod-security.kubernetes.io/enforce": "privileged" } },
    });
    expect(resource("intel-plugin")).toMatchObject({
      type: "kubernetes:apps/v1:DaemonSet",
      parent: "intel",
      dependsOn: ["intel-namespace"],
    });
    const labels = { app: "intel-gpu-plugin" };
    expect(resource("intel-plugin").inputs).toMatchObject({
      metadata: { name: "intel-gpu-plugin", namespace: "intel-gpu-plugin", labels },
    });
    expect(resource("intel-plugin").inputs["spec"]).toEqual({
      selector: { matchLabels: labels },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: "system-node-critical",
          nodeSelector: { "intel.feature.node.kubernetes.io/gpu": "true" },
          tolerations: [],
          containers: [
            {
              name: "intel-gpu-plugin",
              image: "docker.io/intel/intel-gpu-plugin:0.36.0",
              args: ["-shared-dev-num=4"],
              env: [
                { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
                { name: "HOST_IP", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } },
              ],
              resources: { requests: { cpu: "40m", memory: "45Mi" }, limits: { memory: "90Mi" } },
              securityContext: {
                seLinuxOptions: { type: "container_device_plugin_t" },
                readOnlyRootFilesystem: true,
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                seccompProfile: { type: "RuntimeDefault" },
              },
              volumeMounts: [
                { name: "devfs", mountPath: "/dev/dri", readOnly: true },
                { name: "sysfs", mountPath: "/sys/class/drm", readOnly: true },
                { name: "kubelet-sockets", mountPath: "/var/lib/kubelet/device-plugins" },
                { name: "cdi", mountPath: "/var/run/cdi" },
              ],
            },
          ],
          volumes: [
            { name: "devfs", hostPath: { path: "/dev/dri" } },
            { name: "sysfs", hostPath: { path: "/sys/class/drm" } },
            { name: "kubelet-sockets", hostPath: { path: "/var/lib/kubelet/device-plugins" } },
            { name: "cdi", hostPath: { path: "/var/run/cdi", type: "DirectoryOrCreate" } },
          ],
        },
      },
    });
  });

  it("reaches GPUs of control planes", async () => {
    const gpus = validMachine("gpu1").gpus;
    const { resource } = await recordProgram(
      () => new IntelGpuPlugin("intel", { hardware: { machines: [validMachine("cp1", { gpus })] } }),
    );
    expect(resource("intel-plugin").inputs).toHaveProperty("spec.template.spec.tolerations", [
      { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
    ]);
  });

  it("refuses machines without a GPU, and a resource that it does not know", async () => {
    await expect(recordProgram(() => new IntelGpuPlugin("intel", { hardware: { machines: [validMachine("worker1")] } }))).rejects.toThrow(
      "Intel's device plugin is not what the machines need\n  hardware.cards: has no Intel GPU that a machine has\n    fix: leave the plugin out",
    );
    const machine = validMachine("gpu1");
    const gpus = machine.gpus.map((gpu) => ({ ...gpu, resource: "intel.com/gpu" }));
    await expect(recordProgram(() => new IntelGpuPlugin("intel", { hardware: { machines: [{ ...machine, gpus }] } }))).rejects.toThrow(
      "hardware.cards.gpu.resource: is not what the plugin advertises (found intel.com/gpu)\n    fix: use gpu.intel.com/i915 or gpu.intel.com/xe, after the driver that has the GPU",
    );
  });
});
