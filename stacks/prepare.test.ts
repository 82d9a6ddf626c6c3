import { UserError } from "../infra/diagnostics/user-error";
import { validBurst } from "../infra/burst/testing/valid-burst";
import { stackConfigSchema } from "../infra/stack/config";
import { validConfig, validDefinition, withExtraWorkload, withWorkload } from "../infra/stack/testing/valid-stack";
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

describe("what may burst", () => {
  const burst = { mode: "nodes", accountId: "111122223333", issuerBucket: "issuer", budgetEmails: ["me@example.com"] };
  const on = stackConfigSchema.parse({ burst });
  // A rented node holds one of these pods, and the limits allow two nodes; the machines hold five.
  const row = {
    namespace: "home",
    name: "batch",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "3", memory: "13Gi" },
  } as const;
  const withReplicas = (replicas: number) => ({ ...withExtraWorkload({ ...row, replicas, burst: true }), burst: validBurst });

  it("need not fit at home", () => {
    const { plan } = prepareDefinition(withReplicas(7), on);
    expect(plan.unplaced.map(({ name, replicas }) => [name, replicas])).toEqual([["batch", 2]]);
  });

  it("must fit at home while bursts are off", () => {
    expect(() => prepareDefinition(withReplicas(7), validConfig)).toThrow("home/batch: no node for 2 of its pods: ");
  });

  it("must fit at home or within the limits of what may be rented", () => {
    expect(() => prepareDefinition(withReplicas(8), on)).toThrow(
      "home/batch: no machine has room for 3 of its pods, and the limits of what may be rented leave 1 of all pods waiting",
    );
  });
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
