import type { NodeRequirement } from "../../workloads/schema";
import { node, workload } from "../testing/problems";
import { isAdmitted, isUsable } from "./admission";
import { formatRequirement, meets, unmetRequirements } from "./requirements";
import { unmetTarget } from "./target";

const ssd: NodeRequirement = { key: "disk", operator: "In", values: ["ssd", "nvme"] };
const noHdd: NodeRequirement = { key: "disk", operator: "NotIn", values: ["hdd"] };
const any: NodeRequirement = { key: "disk", operator: "Exists" };
const none: NodeRequirement = { key: "disk", operator: "DoesNotExist" };

/** https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#operators, plugins/nodeaffinity */
test.each<[NodeRequirement, Record<string, string>, boolean]>([
  [ssd, { disk: "nvme" }, true],
  [ssd, { disk: "hdd" }, false],
  [ssd, {}, false],
  [noHdd, { disk: "ssd" }, true],
  [noHdd, { disk: "hdd" }, false],
  [noHdd, {}, true],
  [any, { disk: "" }, true],
  [any, {}, false],
  [none, { disk: "ssd" }, false],
  [none, {}, true],
])("%j on %j: %s", (requirement, labels, expected) => {
  expect(meets(labels, requirement)).toBe(expected);
});

test("all requirements have to be met", () => {
  expect(unmetRequirements(node("a", { labels: { disk: "ssd" } }), [ssd, noHdd, any, none])).toEqual([none]);
});

test("requirements decide what is usable, the target what is admitted besides", () => {
  const picky = workload("w", { requires: [any], target: [ssd] });
  const verdicts = [node("a"), node("b", { labels: { disk: "hdd" } }), node("c", { labels: { disk: "ssd" } })].map((each) => [
    isUsable(picky, each),
    isAdmitted(picky, each),
    unmetTarget(picky, each).length,
  ]);
  expect(verdicts).toEqual([
    [false, false, 1],
    [true, false, 1],
    [true, true, 0],
  ]);
});

test("a requirement reads as Kubernetes names it", () => {
  expect([ssd, none].map(formatRequirement)).toEqual(["disk In [ssd, nvme]", "disk DoesNotExist"]);
});
