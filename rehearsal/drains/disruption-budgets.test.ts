import { InMemoryCluster } from "../../kubernetes-api/testing/in-memory-cluster";
import { smallPod } from "../observation/testing/small-pod";
import { allowsNothing, isViolated, type ObservedBudget, observeBudgets } from "./disruption-budgets";

const budget: ObservedBudget = {
  id: "apps/web",
  expectedPods: 2,
  currentHealthy: 2,
  desiredHealthy: 1,
  disruptionsAllowed: 1,
  covers: () => true,
};

it("is violated when fewer pods are healthy than it asks for", () => {
  expect(isViolated(budget)).toBe(false);
  expect(isViolated({ ...budget, currentHealthy: 0 })).toBe(true);
  expect(isViolated({ ...budget, currentHealthy: 0, expectedPods: 0 })).toBe(false);
});

it("allows nothing when no pod may go though all are healthy; not while some are about to be", () => {
  expect(allowsNothing(budget)).toBe(false);
  expect(allowsNothing({ ...budget, desiredHealthy: 2, disruptionsAllowed: 0 })).toBe(true);
  expect(allowsNothing({ ...budget, currentHealthy: 1, disruptionsAllowed: 0 })).toBe(false);
});

const status = { currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1, expectedPods: 2 };

async function covered(selector: object, labels: Readonly<Record<string, string>>, namespace = "apps"): Promise<boolean> {
  const cluster = new InMemoryCluster();
  await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "apps" } });
  cluster.react = () => status;
  await cluster.create({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { namespace: "apps", name: "web" },
    spec: { maxUnavailable: 1, selector },
  });
  const [found] = await observeBudgets(cluster);
  return found?.covers(smallPod({ namespace, labels })) === true;
}

describe("a pod is covered", () => {
  const web = { matchLabels: { app: "web" } };
  const expression = (operator: string, values: readonly string[] = []): object => ({
    matchExpressions: [{ key: "app", operator, values }],
  });

  it.each([
    ["by its labels", web, { app: "web", other: "x" }],
    ["by an empty selector", {}, { app: "web" }],
    ["by In", expression("In", ["web", "api"]), { app: "api" }],
    ["by NotIn", expression("NotIn", ["web"]), {}],
    ["by Exists", expression("Exists"), { app: "" }],
    ["by DoesNotExist", expression("DoesNotExist"), {}],
  ])("%s", async (_, selector, labels: Readonly<Record<string, string>>) => {
    expect(await covered(selector, labels)).toBe(true);
  });

  it.each([
    ["other labels", web, { app: "api" }],
    ["In", expression("In", ["web"]), {}],
    ["NotIn", expression("NotIn", ["web"]), { app: "web" }],
    ["Exists", expression("Exists"), {}],
    ["DoesNotExist", expression("DoesNotExist"), { app: "web" }],
  ])("unless %s says otherwise", async (_, selector, labels: Readonly<Record<string, string>>) => {
    expect(await covered(selector, labels)).toBe(false);
  });

  it("in its own namespace only", async () => {
    expect(await covered(web, { app: "web" }, "other")).toBe(false);
  });
});
