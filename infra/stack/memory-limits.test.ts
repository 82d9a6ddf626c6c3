import { assign } from "../placement/search/assign";
import { loadStack } from "./load-stack";
import { exceedsMemoryLimitWarning, memoryLimits, type NodeMemoryLimits, printedMemoryLimits } from "./memory-limits";
import { validConfig, validDefinition, withWorkload } from "./testing/valid-stack";
import type { StackDefinition } from "./definition";

const gibibyte = 1024 ** 3;

function limitsOf(definition: StackDefinition): readonly NodeMemoryLimits[] {
  const stack = loadStack(definition, validConfig);
  return memoryLimits(stack, assign(stack.problem));
}

function limitsOn(node: string, definition: StackDefinition): NodeMemoryLimits {
  const found = limitsOf(definition).find((each) => each.node === node);
  if (found === undefined) {
    throw new Error(`no node ${node}`);
  }
  return found;
}

/** Runs on worker1, and has to go where the dongle is. */
function mosquitto(requested: string): StackDefinition {
  return withWorkload("home/mosquitto", {
    devices: ["zigbee"],
    requests: { cpu: "10m", memory: requested },
    limits: { memory: "3Gi" },
  });
}

test("limits count where the pods are, before the plan and with it", () => {
  const [left, reached] = ["worker1", "gpu1"].map((node) => limitsOn(node, mosquitto("1Gi")));
  const [leftWithout, reachedWithout] = ["worker1", "gpu1"].map((node) => limitsOn(node, validDefinition));
  expect((left?.before.limitBytes ?? 0) - (leftWithout?.before.limitBytes ?? 0)).toBe(3 * gibibyte);
  expect(reached?.before.limitBytes).toBe(reachedWithout?.before.limitBytes);
  expect(left?.relievedBy).toContain("home/mosquitto");
  expect(reached?.overcommits).toContainEqual({ workload: "home/mosquitto", pods: 1, excessBytes: 2 * gibibyte });
});

test("pods without a limit are counted", () => {
  const without = limitsOn("gpu1", withWorkload("home/zigbee2mqtt", {}));
  const withLimit = limitsOn("gpu1", withWorkload("home/zigbee2mqtt", { limits: { memory: "128Mi" } }));
  expect(without.after.unlimitedPods - withLimit.after.unlimitedPods).toBe(1);
  expect(without.before.unlimitedPods - withLimit.before.unlimitedPods).toBe(1);
});

test("what requests as much as it may use overcommits nothing", () => {
  const overcommits = limitsOn("gpu1", mosquitto("3Gi")).overcommits.map(({ workload }) => workload);
  expect(overcommits).not.toContain("home/mosquitto");
  expect(overcommits).toContain("media/jellyfin");
});

test("every node is told of, whatever runs there", () => {
  expect(limitsOf(validDefinition).map(({ node }) => node)).toEqual(["cp1", "gpu1", "worker1"]);
});

test("the warning starts above nine tenths", () => {
  const limits = (limitBytes: number) => ({ limitBytes, unlimitedPods: 0 });
  const row = { allocatableBytes: 1000, before: limits(900), after: limits(901) };
  expect([exceedsMemoryLimitWarning(row, "before"), exceedsMemoryLimitWarning(row, "after")]).toEqual([false, true]);
});

test("they are printed in MiB, of all nodes when one has no reserve and else of none", () => {
  const mebibyte = 1024 ** 2;
  const row = (node: string, limitBytes: number): NodeMemoryLimits => ({
    node,
    allocatableBytes: 100 * mebibyte,
    before: { limitBytes, unlimitedPods: 1 },
    after: { limitBytes: 0, unlimitedPods: 0 },
    relievedBy: ["a/a"],
    overcommits: [{ workload: "b/b", pods: 2, excessBytes: 3 * mebibyte }],
  });
  expect(printedMemoryLimits([row("a", 90 * mebibyte)])).toEqual([]);
  const printed = printedMemoryLimits([row("a", 91 * mebibyte), row("b", 0)]);
  expect(printed.map(({ node }) => node)).toEqual(["a", "b"]);
  expect(printed[0]).toEqual({
    node: "a",
    allocatableMiB: 100,
    before: { limitMiB: 91, unlimitedPods: 1 },
    after: { limitMiB: 0, unlimitedPods: 0 },
    relievedBy: ["a/a"],
    overcommits: [{ workload: "b/b", pods: 2, excessMiB: 3 }],
  });
});
