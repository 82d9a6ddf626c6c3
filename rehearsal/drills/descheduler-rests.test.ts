import { smallPlan } from "../observation/testing/small-plan";
import { smallPod } from "../observation/testing/small-pod";
import { evictions, failure } from "./descheduler-rests";

const before = new Map([
  ["uid-1", { id: "apps/web-1", node: "n1" }],
  ["uid-2", { id: "apps/web-2", node: "n1" }],
]);
const owners = [smallPod(), smallPod({ name: "web-2" })];
const logged = [{ pod: "apps/web-2", plugin: "LowNodeUtilization", node: "n1", reason: "" }];

it("has nothing to say when every pod is the one that it was", () => {
  expect(evictions(before, new Set(["uid-1", "uid-2"]), [], owners, smallPlan)).toEqual([]);
});

it("names the pod, its sets, its node and the plugin, even where a pod of the same name is back", () => {
  expect(evictions(before, new Set(["uid-1", "uid-3"]), logged, owners, smallPlan)).toEqual([
    { subject: "apps/web-2", planned: ["n1"], failover: ["n2"], node: "n1", message: "was evicted by LowNodeUtilization" },
  ]);
});

it("gives the plugin's reason where it gave one", () => {
  const reasoned = logged.map((each) => ({ ...each, reason: "too full" }));
  expect(evictions(before, new Set(["uid-1"]), reasoned, owners, smallPlan)).toMatchObject([
    { message: "was evicted by LowNodeUtilization: too full" },
  ]);
});

it("does not put down to the descheduler what its log does not have", () => {
  expect(evictions(before, new Set(["uid-1"]), [], [], smallPlan)).toEqual([
    { subject: "apps/web-2", node: "n1", message: "went away while the descheduler ran, which does not say that it evicted it" },
  ]);
});

it("has a finding for a run that ended badly", () => {
  expect(failure(0, "")).toEqual([]);
  expect(failure(1, "I started\nE no policy\n")).toEqual([{ subject: "descheduler", message: "ended with 1: E no policy" }]);
});
