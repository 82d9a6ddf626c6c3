import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition } from "../../infra/stack/testing/valid-stack";
import { smallPlan } from "../observation/testing/small-plan";
import { smallPod } from "../observation/testing/small-pod";
import { nightFindings, readLimits } from "./one-night";

const stack = loadStack(validDefinition, validConfig);
const allowed = new Map([
  ["home/dashboard", new Set(["gpu1"])],
  ["home/mosquitto", new Set(["gpu1"])],
]);
const target = { stack, plan: smallPlan, allowed };
const before = [
  smallPod({ namespace: "home", name: "dashboard-1", workload: "home/dashboard", node: "cp1" }),
  smallPod({ namespace: "home", name: "mosquitto-1", workload: "home/mosquitto", node: "cp1" }),
];
const unlimited = { total: 9, perNode: 9, perNamespace: 9 };
const evicted = (pod: string) => ({ pod, plugin: "RemovePodsViolatingNodeTaints", node: "cp1", reason: "" });

it("is as it should be when what was given to the descheduler goes, and nothing else", () => {
  expect(nightFindings(target, before, [evicted("home/dashboard-1")], unlimited)).toEqual([]);
});

it("names what it may not touch", () => {
  expect(nightFindings(target, before, [evicted("home/dashboard-1"), evicted("home/mosquitto-1")], unlimited)).toEqual([
    {
      subject: "home/mosquitto-1",
      node: "cp1",
      message: "was evicted by RemovePodsViolatingNodeTaints, which may not touch it: not given to it",
    },
  ]);
});

it("names what it left where it may not be, unless a limit was reached", () => {
  const left = { subject: "home/dashboard-1", node: "cp1", message: "may not run on its node, and the descheduler left it there" };
  expect(nightFindings(target, before, [], unlimited)).toEqual([left]);
  for (const limit of ["total", "perNode", "perNamespace"] as const) {
    expect(nightFindings(target, before, [], { ...unlimited, [limit]: 0 })).toEqual([]);
  }
});

it("reads the limits of a policy; without one there is none", () => {
  const policy = "maxNoOfPodsToEvictPerNode: 2\nmaxNoOfPodsToEvictPerNamespace: 3\nmaxNoOfPodsToEvictTotal: 6\n";
  expect(readLimits(policy)).toEqual({ total: 6, perNode: 2, perNamespace: 3 });
  expect(readLimits("profiles: []").total).toBe(Number.POSITIVE_INFINITY);
});
