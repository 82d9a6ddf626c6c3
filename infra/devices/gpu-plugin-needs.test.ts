import fc from "fast-check";
import type { Machine } from "../hardware/machine";
import { normalizeHardware } from "../hardware/normalize";
import type { Gpu, Taint } from "../hardware/schema";
import { validDefinition } from "../stack/testing/valid-stack";
import { gpuPluginNeeds } from "./gpu-plugin-needs";

const t4: Gpu = { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu", shares: 4 };
const taint: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const controlPlane: Taint = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" };

function machines(...changes: Partial<Machine>[]): readonly Machine[] {
  const [machine] = normalizeHardware(validDefinition.hardware).profile?.machines ?? [];
  return machine === undefined ? [] : changes.map((change, index) => ({ ...machine, name: `m${index}`, gpus: [], taints: [], ...change }));
}

describe("the needs of a device plugin", () => {
  it("come from the machines that have a card, whatever the others are like", () => {
    const hardware = { machines: machines({ gpus: [t4], taints: [taint] }, { taints: [controlPlane] }) };
    expect(gpuPluginNeeds(hardware, "nvidia")).toEqual({
      resource: "nvidia.com/gpu",
      shares: 4,
      nodeLabel: { key: "nvidia.com/gpu.present", value: "true" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
    });
  });

  it("are none where no machine has a card of the vendor", () => {
    expect(gpuPluginNeeds({ machines: machines({ gpus: [t4] }, {}) }, "intel")).toBeUndefined();
  });

  it("tolerate every taint on the way to a card, once", () => {
    const soft: Taint = { ...taint, effect: "PreferNoSchedule" };
    const hardware = { machines: machines({ gpus: [t4], taints: [taint, controlPlane] }, { gpus: [t4], taints: [taint, soft] }) };
    expect(gpuPluginNeeds(hardware, "nvidia")?.tolerations).toEqual([
      { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      { key: "nvidia.com/gpu", operator: "Exists", effect: "PreferNoSchedule" },
    ]);
  });

  it("do not depend on the order of the machines", () => {
    const all = machines({ gpus: [t4], taints: [taint] }, { gpus: [t4], taints: [controlPlane] }, {});
    fc.assert(
      fc.property(fc.shuffledSubarray([...all], { minLength: all.length }), (shuffled) => {
        expect(gpuPluginNeeds({ machines: shuffled }, "nvidia")).toEqual(gpuPluginNeeds({ machines: all }, "nvidia"));
      }),
    );
  });

  it("are refused where one plugin cannot meet them", () => {
    const hardware = { machines: machines({ gpus: [t4] }, { gpus: [{ ...t4, shares: 1, resource: "nvidia.com/gpu.shared" }] }) };
    expect(() => gpuPluginNeeds(hardware, "nvidia")).toThrow(
      [
        "one device plugin cannot serve all nvidia cards",
        "  hardware.cards.gpu.resource: is not the same for all nvidia cards (found nvidia.com/gpu, nvidia.com/gpu.shared)",
        "    fix: choose one",
        "  hardware.cards.gpu.shares: is not the same for all nvidia cards (found 1, 4)",
        "    fix: choose one",
      ].join("\n"),
    );
  });
});
