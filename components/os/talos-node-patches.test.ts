import { validMachine } from "../testing/valid-hardware";
import { talosNodePatches } from "./talos-node-patches";

const endpoint = "https://192.168.1.10:6443";
const controlPlaneTaint = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" } as const;
const gpuTaint = { key: "gpu.intel.com/i915", value: "true", effect: "NoSchedule" } as const;

describe("talosNodePatches", () => {
  it("labels a control plane, keeps workloads off it and puts the endpoint into its certificate", () => {
    expect(talosNodePatches(validMachine("cp1", { labels: { "berth.dev/pool": "core" }, taints: [controlPlaneTaint] }), endpoint)).toEqual([
      {
        machine: { nodeLabels: { "berth.dev/pool": "core" } },
        cluster: { allowSchedulingOnControlPlanes: false, apiServer: { certSANs: ["192.168.1.10"] } },
      },
      { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "cp1", auto: "off" },
    ]);
  });

  it("lets workloads onto a control plane without the taint", () => {
    expect(talosNodePatches(validMachine("cp1", { taints: [] }), endpoint)[0]).toMatchObject({
      cluster: { allowSchedulingOnControlPlanes: true },
    });
  });

  it("gives a control plane its other taints as Talos writes them", () => {
    const taints = [controlPlaneTaint, gpuTaint, { key: "example.com/quiet", value: "", effect: "PreferNoSchedule" } as const];
    expect(talosNodePatches(validMachine("cp1", { taints }), endpoint)[0]).toMatchObject({
      machine: { nodeTaints: { "gpu.intel.com/i915": "true:NoSchedule", "example.com/quiet": "PreferNoSchedule" } },
    });
  });

  it("registers a worker with its taints, because its kubelet may not change them later", () => {
    expect(talosNodePatches(validMachine("gpu1", { labels: { "berth.dev/pool": "apps" }, taints: [gpuTaint] }), endpoint)).toEqual([
      {
        machine: {
          nodeLabels: { "berth.dev/pool": "apps" },
          kubelet: { extraConfig: { registerWithTaints: [{ key: "gpu.intel.com/i915", value: "true", effect: "NoSchedule" }] } },
        },
      },
      { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "gpu1", auto: "off" },
    ]);
  });

  it("writes nothing about taints for a worker that has none", () => {
    expect(talosNodePatches(validMachine("worker1", { labels: {}, taints: [] }), endpoint)[0]).toEqual({ machine: { nodeLabels: {} } });
  });

  it("refuses a label that would keep a worker's other labels from being set, and lets a control plane have it", () => {
    const labels = { "node-role.kubernetes.io/worker": "" };
    expect(() => talosNodePatches(validMachine("worker1", { labels }), endpoint)).toThrow(
      'machines[worker1].labels["node-role.kubernetes.io/worker"]: may not be set by a worker\'s kubelet',
    );
    expect(() => talosNodePatches(validMachine("cp1", { labels }), endpoint)).not.toThrow();
  });

  it("refuses two taints of one key on a control plane, and lets a worker have them", () => {
    const taints = [gpuTaint, { ...gpuTaint, effect: "NoExecute" as const }];
    expect(() => talosNodePatches(validMachine("cp1", { taints }), endpoint)).toThrow(
      "machines[cp1].taints: cannot be kept by Talos beside another taint of the same key (found gpu.intel.com/i915:NoExecute)",
    );
    expect(() => talosNodePatches(validMachine("worker1", { taints }), endpoint)).not.toThrow();
  });

  it("refuses another effect of the taint that Talos sets itself", () => {
    const taints = [{ ...controlPlaneTaint, effect: "NoExecute" as const }];
    expect(() => talosNodePatches(validMachine("cp1", { taints }), endpoint)).toThrow(
      "(found node-role.kubernetes.io/control-plane:NoExecute)",
    );
  });
});
