import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { plan as planOf } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition } from "../../infra/stack/testing/valid-stack";
import { priorities } from "../../infra/workloads/priority";
import type { ControlPlane } from "../control-plane/control-plane";
import { startControlPlane } from "../control-plane/start-control-plane";
import { createNodes } from "../nodes/create-nodes";
import { deviations, plannedOnly } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import { applyAdmissionPolicies } from "./apply-admission-policies";
import { playExternalWorkloads, startRuns } from "./play-external-workloads";

const stack = loadStack(validDefinition, validConfig);
const plan = planOf(stack.problem);
const external = new Set(stack.workloads.filter(({ managedBy }) => managedBy !== "berth").map(({ id }) => id));
const planned = { ...plan, workloads: plan.workloads.filter(({ namespace, name }) => external.has(`${namespace}/${name}`)) };

let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "workloads.cluster.test", environment: process.env });
  const { api } = controlPlane;
  await createNodes(api, stack);
  for (const { name, value, description } of priorities) {
    await api.create({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value, description });
  }
  await applyAdmissionPolicies(api, stack, emitPlacements(stack, plan));
  await playExternalWorkloads(api, stack);
  await startRuns(api, { workloads: stack.workloads.filter(({ id }) => external.has(id)) });
}, 600_000);

afterAll(async () => {
  await controlPlane.close();
});

it("every kind of workload is there with all its pods, on planned nodes", async () => {
  const { pods } = await settle(controlPlane.api, { done: (seen) => deviations(planned, seen, plannedOnly).length === 0 });
  expect(deviations(planned, pods, plannedOnly)).toEqual([]);
  expect(new Set(pods.map(({ ownerKind }) => ownerKind))).toEqual(
    new Set(stack.workloads.filter(({ id }) => external.has(id)).map(({ kind }) => kind)),
  );
}, 90_000);

it("may be played again: what is there is left as it is", async () => {
  await playExternalWorkloads(controlPlane.api, stack);
  const { pods } = await settle(controlPlane.api, { done: (seen) => deviations(planned, seen, plannedOnly).length === 0 });
  expect(deviations(planned, pods, plannedOnly)).toEqual([]);
}, 90_000);
