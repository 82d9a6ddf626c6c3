import type { Taint } from "../../hardware/schema";
import type { Toleration } from "../../workloads/schema";
import { node, workload } from "../testing/problems";
import { blockingTaints, discouragingTaints, formatTaint, tolerates } from "./taints";

const gpu: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
describe("a toleration", () => {
  test.each<[string, Toleration, boolean]>([
    ["of the same key, value and effect", { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" }, true],
    ["of another key", { key: "amd.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" }, false],
    ["of another value", { key: "nvidia.com/gpu", operator: "Equal", value: "false", effect: "NoSchedule" }, false],
    ["without a value", { key: "nvidia.com/gpu", operator: "Equal", effect: "NoSchedule" }, false],
    ["of another effect", { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoExecute" }, false],
    ["without an effect", { key: "nvidia.com/gpu", operator: "Equal", value: "true" }, true],
    ["that the key exists", { key: "nvidia.com/gpu", operator: "Exists" }, true],
    ["that the key exists, of another effect", { key: "nvidia.com/gpu", operator: "Exists", effect: "PreferNoSchedule" }, false],
    ["that anything exists", { operator: "Exists" }, true],
    ["that anything of the effect exists", { operator: "Exists", effect: "NoSchedule" }, true],
    ["without a key that equals", { operator: "Equal", value: "true" }, false],
  ])("%s", (_, toleration, expected) => {
    expect(tolerates(toleration, gpu)).toBe(expected);
  });

  test("without a value matches a taint without one", () => {
    expect(tolerates({ key: "a", operator: "Equal" }, { key: "a", value: "", effect: "NoExecute" })).toBe(true);
  });
});

/** plugins/tainttoleration: NoSchedule and NoExecute filter, PreferNoSchedule only scores. */
test.each([
  ["NoSchedule", 1, 0],
  ["NoExecute", 1, 0],
  ["PreferNoSchedule", 0, 1],
] as const)("an untolerated %s taint blocks %i and discourages %i", (effect, blocking, discouraging) => {
  const tainted = node("a", { taints: [{ ...gpu, effect }] });
  expect(blockingTaints(workload("w"), tainted)).toHaveLength(blocking);
  expect(discouragingTaints(workload("w"), tainted)).toHaveLength(discouraging);
});

test("every taint needs a toleration of its own", () => {
  const second: Taint = { key: "dedicated", value: "", effect: "NoExecute" };
  const tolerant = workload("w", { tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] });
  expect(blockingTaints(tolerant, node("a", { taints: [gpu, second] }))).toEqual([second]);
});

test("a taint reads as kubectl writes it", () => {
  expect([formatTaint(gpu), formatTaint({ ...gpu, value: "" })]).toEqual(["nvidia.com/gpu=true:NoSchedule", "nvidia.com/gpu:NoSchedule"]);
});
