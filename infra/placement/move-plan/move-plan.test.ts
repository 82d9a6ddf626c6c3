import { loadStack } from "../../stack/load-stack";
import { movePlanSchema } from "../../stack/moves-json-schema";
import { validConfig, validDefinition, withExtraWorkload, withWorkload } from "../../stack/testing/valid-stack";
import type { StackDefinition } from "../../stack/definition";
import type { WorkloadRow } from "../../workloads/schema";
import { assign } from "../search/assign";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { assume, type WhatIf } from "../what-if/assume";
import type { MovePlan, MoveStep } from "./move-document";
import { planMoves } from "./move-plan";

function movesOf(definition: StackDefinition, whatIf: WhatIf = {}): MovePlan {
  // Apart already, so that nothing moves but what a test is about.
  const { problem, workloads } = loadStack(withWorkload("kube-system/coredns", { current: { cp1: 1, gpu1: 1 } }, definition), validConfig);
  const posed = assume(problem, whatIf);
  const moves = planMoves(posed, assign(posed), workloads);
  expect(movePlanSchema.parse(moves)).toEqual(moves);
  return moves;
}

function stepOf({ steps }: MovePlan, name: string): MoveStep {
  const step = steps.find((each) => each.name === name);
  if (step === undefined) {
    throw new Error(`no step for ${name}`);
  }
  return step;
}

/** In a namespace whose target leaves out the control plane, where it runs. */
function misplaced(changes: Partial<WorkloadRow>): StackDefinition {
  return withExtraWorkload({
    namespace: "media",
    name: "app",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "100m", memory: "128Mi" },
    current: { cp1: 1 },
    ...changes,
  });
}

test("the only pod of a Deployment is restarted by its own strategy", () => {
  expect(stepOf(movesOf(misplaced({})), "app")).toEqual({
    step: 1,
    action: "move",
    namespace: "media",
    name: "app",
    tier: 4,
    pods: 1,
    atOnce: 1,
    from: "cp1",
    to: "gpu1",
    why: "gpu1 has room for it from the start; tier 4",
    outage: { pods: 1, because: "it has one pod; none where its strategy starts the new before it stops the old" },
    commands: ["kubectl -n media rollout restart deployment/app", "kubectl -n media rollout status deployment/app --timeout=10m"],
  });
});

test("some pods of several are deleted by their node, and there is no outage", () => {
  const step = stepOf(movesOf(misplaced({ replicas: 3, current: { cp1: 1, gpu1: 1, worker1: 1 }, podLabels: { b: "2", a: "1" } })), "app");
  expect(step.outage).toBeUndefined();
  expect(step.commands).toEqual([
    "kubectl -n media delete pod -l a=1,b=2 --field-selector spec.nodeName=cp1",
    "kubectl -n media rollout status deployment/app --timeout=10m",
  ]);
});

test("of several on one node, so many at a time as may go", () => {
  const step = stepOf(
    movesOf(
      misplaced({
        kind: "StatefulSet",
        replicas: 2,
        current: { cp1: 2 },
        target: [{ key: "berth.dev/gpu-model", operator: "DoesNotExist" }],
      }),
    ),
    "app",
  );
  expect([step.pods, step.atOnce, step.outage]).toEqual([2, 1, undefined]);
  expect(step.commands).toEqual([
    "kubectl -n media get pods -l app.kubernetes.io/name=app --field-selector spec.nodeName=cp1",
    "kubectl -n media delete pod POD",
    "kubectl -n media rollout status statefulset/app --timeout=10m",
  ]);
  expect(step.note).toBe("Delete 2 of the pods that are listed, one at a time, and wait each time.");
});

test("an estimated row stands for the pods that no other row names", () => {
  const step = stepOf(movesOf(misplaced({ name: "rest", estimated: true, replicas: 2, current: { cp1: 1, worker1: 1 } })), "rest");
  expect(step.commands).toEqual([
    "kubectl -n media get pods --field-selector spec.nodeName=cp1 -l 'app.kubernetes.io/name!=jellyfin,app.kubernetes.io/name!=sonarr'",
    "kubectl -n media delete pod POD",
  ]);
  expect(step.note).toContain("the pods of namespace media that no other row names");
  expect(step.outage?.because).toBe("the row stands for several workloads, which may have one pod each");
});

test("labels that only together name a workload are left out in words", () => {
  const two = withWorkload("media/jellyfin", { podLabels: { app: "tv", part: "server" } }, misplaced({ name: "rest", estimated: true }));
  const { commands, note } = stepOf(movesOf(two), "rest");
  expect(commands[0]).toBe(
    "kubectl -n media get pods --field-selector spec.nodeName=cp1 -l 'app.kubernetes.io/name!=sonarr' --show-labels",
  );
  expect(note).toMatch(/Not meant: those with app=tv,part=server\.$/);
});

test("what Berth deploys restarts with its template, and a CronJob with its next run", () => {
  const containers = [{ name: "c", image: "a/b:1", requests: { cpu: "100m", memory: "128Mi" } }];
  const definition: StackDefinition = {
    ...validDefinition,
    workloads: validDefinition.workloads.filter(({ name }) => name !== "dashboard"),
  };
  const owned = withExtraWorkload(
    { namespace: "media", name: "own", kind: "Deployment", managedBy: "berth", containers, current: { cp1: 1 } },
    definition,
  );
  expect(stepOf(movesOf(owned), "own")).toMatchObject({
    commands: ["kubectl -n media rollout status deployment/own --timeout=10m"],
    note: "`pulumi up` changes its template and so restarts it: here, only wait for that.",
  });
  const job = stepOf(movesOf(misplaced({ kind: "CronJob" })), "app");
  expect([job.commands, job.outage, job.note]).toEqual([[], undefined, "Nothing to do: its next run starts there."]);
});

const hungry = { requests: { cpu: "100m", memory: "9Gi" } };
const exchange = (changes: Partial<WorkloadRow>): StackDefinition =>
  withExtraWorkload(
    {
      namespace: "home",
      name: "back",
      kind: "Deployment",
      managedBy: "argocd",
      target: [{ key: "berth.dev/pool", operator: "In", values: ["core"] }],
      tolerations: [{ operator: "Exists" }],
      current: { worker1: 1 },
      ...hungry,
      ...changes,
    },
    misplaced({ target: [{ key: "berth.dev/gpu-model", operator: "DoesNotExist" }], ...hungry }),
  );

test("a cycle is broken by a stop, with its outage and who may set it back", () => {
  const { steps, blocked } = movesOf(exchange({}));
  expect(blocked).toEqual([]);
  expect(steps.map(({ action, name, from, to }) => [action, name, from, to])).toEqual([
    ["stop", "app", "cp1", undefined],
    ["move", "back", "worker1", "cp1"],
    ["start", "app", undefined, "worker1"],
  ]);
  const [stop, move, start] = steps;
  expect(stop).toMatchObject({
    why: "all that is left waits for room that only a stop can make; makes room for step 2 (home/back)",
    outage: { pods: 1, because: "it is stopped until step 3" },
    commands: ["kubectl -n media scale deployment/app --replicas=0"],
    note: "Argo CD may set the number of pods back: pause it from the stop to the start.",
  });
  expect(move).toMatchObject({ after: 1, why: "cp1 has room since step 1 (media/app)" });
  expect(start).toMatchObject({
    after: 1,
    why: "worker1 has room again for what step 1 stopped",
    commands: ["kubectl -n media scale deployment/app --replicas=1"],
  });
  expect(start).not.toHaveProperty("outage");
});

test("what no order of steps can do is said, and what was assumed", () => {
  const fixed = workload("fixed", {
    mode: "fixed",
    fixedBecause: "its data is there",
    current: { b: 1 },
    currentRequests: { cpuMilli: 2500, memoryBytes: GiB },
  });
  const comes = workload("comes", {
    target: [{ key: hostname, operator: "In", values: ["b"] }],
    current: { a: 1 },
    requests: { cpuMilli: 2000 },
  });
  const posed = problem([node("a"), node("b")], [fixed, comes], { assumptions: ["at night"] });
  expect(planMoves(posed, assign(posed), [])).toEqual({
    version: 1,
    stack: "test",
    assumptions: ["at night"],
    steps: [],
    blocked: [
      {
        namespace: "apps",
        name: "comes",
        tier: 2,
        pods: 1,
        because: "no order of steps leaves room for it, or for what it has to be with, where the plan has it",
      },
    ],
  });
});

test("a pod that makes room for a more important one for good is scaled down", () => {
  const rows = { kind: "Deployment", managedBy: "flux", requests: { cpu: "100m", memory: "12Gi" } } as const;
  const pool = [{ key: "berth.dev/pool", operator: "In" as const, values: ["core"] }];
  const tolerations = [{ operator: "Exists" as const }];
  const low = withExtraWorkload(
    { ...rows, namespace: "media", name: "low", target: pool, requires: pool, tolerations, current: { cp1: 1 } },
    { ...validDefinition, namespaces: validDefinition.namespaces.map((each) => ({ ...each, target: [] })) },
  );
  const top = withExtraWorkload({ ...rows, namespace: "databases", name: "top", requires: pool, tolerations }, low);
  expect(stepOf(movesOf(top), "low")).toMatchObject({
    action: "stop",
    outage: { pods: 1, because: "the plan has no node for it" },
    commands: ["kubectl -n media scale deployment/low --replicas=0"],
    note: "Flux may set the number of pods back: pause it for as long as it is to be stopped.",
  });
});

test("what KEDA scales is stopped through KEDA, and starts by itself at peak", () => {
  const scaling = {
    minReplicas: 0,
    maxReplicas: 2,
    triggers: [{ type: "cron" as const, timezone: "Europe/Berlin", start: "0 16 * * *", end: "0 23 * * *", desiredReplicas: 1 }],
  };
  const { steps } = movesOf(withWorkload("media/app", { scaling }, exchange({})));
  expect(steps.filter(({ name }) => name === "app").flatMap(({ commands }) => commands)).toEqual([
    "kubectl -n media annotate scaledobject/app --overwrite autoscaling.keda.sh/paused-replicas=0",
    "kubectl -n media annotate scaledobject/app autoscaling.keda.sh/paused-replicas-",
  ]);
  const peak = movesOf(
    withExtraWorkload({
      namespace: "media",
      name: "app",
      kind: "Deployment",
      managedBy: "argocd",
      requests: { cpu: "1m", memory: "1Mi" },
      current: { worker1: 1 },
      scaling,
    }),
    { at: "peak" },
  );
  expect(stepOf(peak, "app")).toMatchObject({ action: "start", commands: [], note: "Starts by itself when KEDA scales it to 2." });
});
