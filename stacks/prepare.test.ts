import { UserError } from "../infra/diagnostics/user-error";
import { validConfig, validDefinition, withWorkload } from "../infra/stack/testing/valid-stack";
import { prepareDefinition, prepareStack } from "./prepare";

const workload = validDefinition.workloads.find(({ kind }) => kind === "Deployment");
const id = `${workload?.namespace ?? ""}/${workload?.name ?? ""}`;

it("prepares a stack that is right", () => {
  const { stack, plan, config } = prepareDefinition(validDefinition, validConfig);
  expect({ name: stack.name, unplaced: plan.unplaced, config }).toEqual({ name: "valid", unplaced: [], config: validConfig });
});

it("refuses a plan that leaves something without a node, and says what stands in the way", () => {
  const tooLarge = withWorkload(id, { requests: { cpu: "500", memory: "1Gi" }, limits: {} });
  expect(() => prepareDefinition(tooLarge, validConfig)).toThrow(UserError);
  expect(() => prepareDefinition(tooLarge, validConfig)).toThrow(
    new RegExp(`^the plan of stack "valid" leaves a workload without a node\n  ${id}: no node for`),
  );
});

it("refuses a broken rule before anything is registered", () => {
  const limited = withWorkload(id, { limits: { cpu: "2", memory: "4Gi" } });
  expect(() => prepareDefinition(limited, validConfig)).toThrow(/stack "valid" breaks a policy\n {2}Deployment .* \[no-cpu-limits\]: /);
});

it("plans the same stack once", async () => {
  expect(await prepareStack("homelab", validConfig)).toBe(await prepareStack("homelab", { ...validConfig }));
});

it("knows no stack by another name", async () => {
  await expect(prepareStack("homlab", validConfig)).rejects.toThrow('there is no stack "homlab", did you mean "homelab"?');
});
