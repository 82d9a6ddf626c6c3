import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { validDefinition } from "../../infra/stack/testing/valid-stack";
import { deschedulerSettings } from "./descheduler-settings";

const stack = loadStack(validDefinition, stackConfigSchema.parse({}));

it("never thins out core namespaces, and reacts only above the plan's ceilings", () => {
  expect(deschedulerSettings(stack)).toEqual({
    utilization: { cpu: { below: 42, above: 85 }, memory: { below: 45, above: 90 } },
    excludedNamespaces: stack.namespaces.filter(({ core }) => core).map(({ name }) => name),
  });
});

it("leaves namespaces alone", () => {
  expect(deschedulerSettings(stack, ["media"])).toMatchObject({ undisturbedNamespaces: ["media"] });
});

it("refuses to leave alone what asks to be moved", () => {
  expect(() => deschedulerSettings(stack, ["home"])).toThrow(
    "workloads[home/dashboard].rebalance: is set, and the descheduler leaves home alone\n    fix: remove rebalance, or take home off the undisturbed namespaces",
  );
});
