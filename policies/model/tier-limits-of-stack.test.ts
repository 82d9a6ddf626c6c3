import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, withWorkload } from "../../infra/stack/testing/valid-stack";
import type { TierSettings } from "../../infra/tiers/schema";
import { checkStack } from "../check-stack";

const valid = withWorkload("databases/postgres", { limits: { memory: "1Gi" } });

/** What the quota's rule says about the valid stack with these tiers. */
function messages(tiers: TierSettings): readonly string[] {
  const stack = loadStack({ ...valid, tiers }, validConfig);
  return checkStack(stack, new Map())
    .filter(({ policy }) => policy === "quota-admits-workloads")
    .map(({ message }) => message);
}

it("judges the quotas of tiers when the stack is loaded", () => {
  expect(messages({})).toEqual([]);
  expect(messages({ table: { "3-edge": { quota: { pods: 1 } } } })).toEqual([
    expect.stringMatching(/^ResourceQuota home\/tier allows pods of 1, and the workloads of the namespace may ask for \d+\.$/),
  ]);
});

it("finds no CPU limit in what tiers generate", () => {
  const stack = loadStack({ ...valid, tiers: {} }, validConfig);
  expect(checkStack(stack, new Map()).filter(({ policy, message }) => policy === "no-cpu-limits" && message.includes("/tier "))).toEqual(
    [],
  );
});
