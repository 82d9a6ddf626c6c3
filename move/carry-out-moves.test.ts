import type { MoveStep } from "../infra/placement/move-plan/move-document";
import type { StackDefinition } from "../infra/stack/definition";
import { loadStack } from "../infra/stack/load-stack";
import { validConfig, withExtraWorkload, withWorkload } from "../infra/stack/testing/valid-stack";
import type { WorkloadRow } from "../infra/workloads/schema";
import { carryOutMoves } from "./carry-out-moves";
import { readLiveCluster } from "./live-cluster";
import { movingTarget, planLiveMoves } from "./plan-live";
import { SimulatedCluster } from "./testing/simulated-cluster";

/** A cluster with one more workload, on the control plane, which its namespace leaves out. */
async function clusterWith(changes: Partial<WorkloadRow>) {
  const row: WorkloadRow = {
    namespace: "media",
    name: "app",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "100m", memory: "128Mi" },
    current: { cp1: 1 },
    ...changes,
  };
  const apart: StackDefinition = withWorkload("kube-system/coredns", { current: { cp1: 1, gpu1: 1 } });
  const stack = loadStack(withExtraWorkload(row, apart), validConfig);
  const target = movingTarget(stack);
  const api = await SimulatedCluster.of(stack);
  api.lands = (id) => Object.keys(target.planned.get(id) ?? {})[0];
  const plan = async () => planLiveMoves(target, await readLiveCluster(api));
  const told: string[] = [];
  const options = {
    api,
    target,
    limitMilliseconds: 30,
    pollMilliseconds: 10,
    wait: async () => Promise.resolve(),
    onStep: ({ step, name }: MoveStep, state: string) => told.push(`${step} ${name} ${state}`),
  };
  return { api, plan, options, told };
}

it("has nothing to mend in a cluster that the tables describe", async () => {
  const { plan } = await clusterWith({});
  expect((await plan()).mismatches).toEqual([]);
});

it("restarts the only pod of a Deployment by its own strategy, and then nothing is left", async () => {
  const { api, plan, options, told } = await clusterWith({});
  await carryOutMoves((await plan()).moves, options);
  expect(api.done).toEqual([
    'patch Deployment media/app {"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"NOW"}}}}}',
  ]);
  expect(told).toEqual(["1 app begins", "1 app done"]);
  expect((await plan()).moves.steps).toEqual([]);
});

it("evicts the pod of a StatefulSet, and asks again while a budget refuses it", async () => {
  const { api, plan, options } = await clusterWith({ kind: "StatefulSet" });
  api.refusals = 2;
  await carryOutMoves((await plan()).moves, options);
  expect(api.done).toEqual([expect.stringMatching(/^evict media\/app-\d+$/)]);
  expect((await plan()).moves.steps).toEqual([]);
});

it.each<[string, (api: SimulatedCluster) => void, string]>([
  [
    "a budget goes on refusing",
    (api) => (api.refusals = 1000),
    "the eviction of pod APP is refused: it would violate the pod's disruption budget",
  ],
  ["the pod finds no node", (api) => (api.lands = () => undefined), "after 0 s, pod APP has no node: 0/3 nodes are available"],
  ["it starts elsewhere", (api) => (api.lands = () => "worker1"), "pod APP started on worker1; the plan has it on gpu1"],
  ["it starts where it was", (api) => (api.lands = () => "cp1"), "after 0 s, pod APP started on cp1; the plan has it on gpu1"],
])("stops when %s, and does nothing after it", async (_, spoil, message) => {
  const { api, plan, options, told } = await clusterWith({ kind: "StatefulSet" });
  const { moves } = await plan();
  spoil(api);
  const failed = await carryOutMoves(moves, options).then(
    () => "it ended well",
    (error: unknown) => String(error).replace(/app-\d+/, "APP"),
  );
  expect(failed).toContain("step 1 did not end as it should, and nothing after it was done");
  expect(failed).toContain(message);
  expect(told).toEqual(["1 app begins"]);
});

it("moves some of several one after the other, and goes on where it stopped", async () => {
  const { api, plan, options } = await clusterWith({ kind: "StatefulSet", replicas: 2, current: { cp1: 2 } });
  const first = (await plan()).moves;
  expect(first.steps.reduce((sum, { pods }) => sum + pods, 0)).toBe(2);
  const lands = api.lands;
  let left = 1;
  api.lands = (id) => (left-- > 0 ? lands(id) : undefined);
  await expect(carryOutMoves(first, options)).rejects.toThrow("did not end as it should");
  expect(api.done).toHaveLength(2);
  const rest = (await plan()).moves;
  expect(rest.steps.map(({ action, pods }) => `${action} ${pods}`)).toEqual(["start 1"]);
});

it("leaves out steps before the one it is to begin with, and knows how many there are", async () => {
  const { api, plan, options } = await clusterWith({});
  const { moves } = await plan();
  await expect(carryOutMoves(moves, { ...options, from: 2 })).rejects.toThrow("there are 1 steps, and no step 2");
  const twice = { steps: moves.steps.flatMap((step) => [step, { ...step, step: 2, name: "jellyfin", from: "worker1" }]) };
  await carryOutMoves(twice, { ...options, from: 2 });
  expect(api.done).toEqual([]);
});

describe("a stop for room", () => {
  it("remembers how many there were, and starts them again", async () => {
    const { api, plan, options } = await clusterWith({ replicas: 2, current: { gpu1: 1, worker1: 1 }, rebalance: false });
    const step: MoveStep = {
      step: 1,
      action: "stop",
      namespace: "media",
      name: "app",
      tier: 4,
      pods: 1,
      atOnce: 1,
      from: "gpu1",
      why: "",
      commands: ["x"],
    };
    await expect(carryOutMoves({ steps: [step] }, options)).rejects.toThrow("after 0 s");
    expect(api.done.slice(1)).toEqual([
      'patch Deployment media/app {"metadata":{"annotations":{"berth.dev/replicas-before-move":"2"}}}',
      'patch Deployment media/app {"spec":{"replicas":1}}',
    ]);
    expect(api.done[0]).toContain('{"metadata":{"annotations":{"controller.kubernetes.io/pod-deletion-cost":"-1"}}}');
    expect((await plan()).mismatches).toEqual([]);
    api.done.length = 0;
    await carryOutMoves({ steps: [{ ...step, action: "start", to: "gpu1" }] }, options);
    expect(api.done).toEqual([
      'patch Deployment media/app {"spec":{"replicas":2}}',
      'patch Deployment media/app {"metadata":{"annotations":{"berth.dev/replicas-before-move":null}}}',
    ]);
  });
});
