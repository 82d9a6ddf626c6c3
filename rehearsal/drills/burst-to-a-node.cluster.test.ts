import { plan } from "../../infra/placement/plan";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { priorities } from "../../infra/workloads/priority";
import { definition } from "../../stacks/homelab/definition";
import type { ControlPlane } from "../control-plane/control-plane";
import { startControlPlane } from "../control-plane/start-control-plane";
import { rentedNodes } from "../bursts/rented-nodes";
import { createNodes } from "../nodes/create-nodes";
import { observePods } from "../../kubernetes-api/observed-pods";
import { burstToANode } from "./burst-to-a-node";

/** The homelab's nodes and what it would rent, and nothing else of it: what its machines run is not looked at. */
const stack = loadStack(definition, stackConfigSchema.parse({}));
let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "burst", environment: process.env });
  const { api } = controlPlane;
  const own = { fieldManager: "test" };
  await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "catalyst-llm" } }, own);
  for (const { name, value } of priorities) {
    await api.apply({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value }, own);
  }
  await createNodes(api, stack);
}, 900_000);

afterAll(async () => {
  await controlPlane.close();
}, 60_000);

it("rents a node, replaces it, keeps the limits, gives it back, and leaves nothing", async () => {
  const { api } = controlPlane;
  const steps: string[] = [];
  const result = await burstToANode.run({
    stack,
    plan: plan(stack.problem),
    controlPlane,
    api,
    environment: process.env,
    stream: process.stderr,
    seed: 1,
    step: (text) => {
      steps.push(text);
    },
  });
  process.stderr.write(`${result.facts.map(({ label, value }) => `${label}: ${value}`).join("\n")}\n`);
  expect({ outcome: result.outcome, findings: result.findings }).toEqual({ outcome: "held", findings: [] });
  const facts = new Map(result.facts.map(({ label, value }) => [label, value]));
  expect(facts.get("rented")).toMatch(/^g4dn\.xlarge, spot, us-east-1[abc]; planned: g4dn\.xlarge$/);
  expect(facts.get("limits 8 CPU, 32Gi, 1 cards")).toMatch(
    /^of 2 pods one waits: .*all available instance types exceed limits for nodepool/,
  );
  expect(facts.get("a pod that asks for the same and may not burst")).toMatch(/berth\.dev\/burst/);
  expect(steps.at(-1)).toBe("putting everything back");
  expect(await rentedNodes(api, "burst-simulated")).toEqual([]);
  expect(await observePods(api)).toEqual([]);
}, 900_000);
