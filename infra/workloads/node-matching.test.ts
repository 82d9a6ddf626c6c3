import type { Taint } from "../hardware/schema";
import { meetsRequirement, runsOn, tolerates } from "./node-matching";
import type { NodeRequirement, Toleration } from "./schema";

const labels = { "berth.dev/pool": "apps", empty: "" };

describe("meetsRequirement", () => {
  it.each<[NodeRequirement, boolean]>([
    [{ key: "berth.dev/pool", operator: "In", values: ["core", "apps"] }, true],
    [{ key: "berth.dev/pool", operator: "In", values: ["core"] }, false],
    [{ key: "missing", operator: "In", values: [""] }, false],
    [{ key: "empty", operator: "In", values: [""] }, true],
    [{ key: "berth.dev/pool", operator: "NotIn", values: ["core"] }, true],
    [{ key: "berth.dev/pool", operator: "NotIn", values: ["apps"] }, false],
    [{ key: "missing", operator: "NotIn", values: ["apps"] }, true],
    [{ key: "empty", operator: "Exists" }, true],
    [{ key: "missing", operator: "Exists" }, false],
    [{ key: "constructor", operator: "Exists" }, false],
    [{ key: "missing", operator: "DoesNotExist" }, true],
    [{ key: "empty", operator: "DoesNotExist" }, false],
  ])("%j: %s", (requirement, expected) => {
    expect(meetsRequirement(labels, requirement)).toBe(expected);
  });
});

describe("tolerates", () => {
  const taint: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };

  it.each<[Toleration, boolean]>([
    [{ key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" }, true],
    [{ key: "nvidia.com/gpu", operator: "Equal", value: "true" }, true],
    [{ key: "nvidia.com/gpu", operator: "Equal" }, false],
    [{ key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "PreferNoSchedule" }, false],
    [{ key: "nvidia.com/gpu", operator: "Exists" }, true],
    [{ key: "amd.com/gpu", operator: "Exists" }, false],
    [{ operator: "Exists" }, true],
    [{ operator: "Exists", effect: "NoExecute" }, false],
  ])("%j: %s", (toleration, expected) => {
    expect(tolerates([toleration], taint)).toBe(expected);
  });

  it("takes an absent value for an empty one", () => {
    expect(tolerates([{ key: "a", operator: "Equal" }], { key: "a", value: "", effect: "NoSchedule" })).toBe(true);
    expect(tolerates([], taint)).toBe(false);
  });
});

describe("runsOn", () => {
  const pod = { requires: [{ key: "berth.dev/pool", operator: "In" as const, values: ["apps"] }], tolerations: [] };
  const tainted = (effect: Taint["effect"]) => ({ labels, taints: [{ key: "a", value: "", effect }] });

  it("asks for labels and for taints that keep pods away, not for soft ones", () => {
    expect(runsOn(pod, { labels, taints: [] })).toBe(true);
    expect(runsOn(pod, { labels: {}, taints: [] })).toBe(false);
    expect(runsOn(pod, tainted("NoSchedule"))).toBe(false);
    expect(runsOn(pod, tainted("NoExecute"))).toBe(false);
    expect(runsOn(pod, tainted("PreferNoSchedule"))).toBe(true);
  });
});
