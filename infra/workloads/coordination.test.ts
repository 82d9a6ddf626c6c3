import { type Actor, type Coordinated, coordinationOf, type Permission, podMarksOf } from "./coordination";

const plain: Coordinated = { kind: "Deployment", replicas: 2, coordinator: "none" };
const bound = { cpuMilli: 100, memoryBytes: 1024 };
const vertical = { min: bound, max: bound, minReplicas: 2 } as const;

function cellsOf(change: Partial<Coordinated>): Readonly<Record<Actor, string>> {
  const { keda, vpa, descheduler, karpenter, upgrade } = coordinationOf({ ...plain, ...change });
  const cell = ({ allowed, how, exception }: Permission): string =>
    `${allowed ? "yes" : "no"}: ${how}${exception === undefined ? "" : ` (exception: ${exception})`}`;
  return { keda: cell(keda), vpa: cell(vpa), descheduler: cell(descheduler), karpenter: cell(karpenter), upgrade: cell(upgrade) };
}

test("without a word in its row, only its node's going touches a workload", () => {
  expect(cellsOf({})).toEqual({
    keda: "no: nothing scales it",
    vpa: "no: nothing adapts it",
    descheduler: "no: not given to it",
    karpenter: "yes: evicts all at once: no budget",
    upgrade: "yes: evicts all at once: no budget",
  });
});

test("KEDA scales, and the descheduler then does not", () => {
  const cron = { type: "cron", timezone: "UTC", start: "0 8 * * *", end: "0 9 * * *", desiredReplicas: 1 } as const;
  const scaling = { minReplicas: 0, maxReplicas: 2, pollingSeconds: 30, cooldownSeconds: 300, triggers: [cron, cron] };
  expect(cellsOf({ coordinator: "keda", scaling, replicas: 1 })).toMatchObject({
    keda: "yes: 0 to 2 replicas by cron",
    descheduler: "no: KEDA scales it",
    upgrade: "yes: evicts its pod: no budget",
  });
});

test.each([
  ["Off", "no: it only recommends"],
  ["Initial", "yes: requests of memory of new pods"],
  ["InPlaceOrRecreate", "yes: requests of memory of running pods"],
] as const)("the VPA in mode %s: %s", (mode, cell) => {
  expect(cellsOf({ verticalScaling: { ...vertical, mode, resources: ["memory"] } }).vpa).toBe(cell);
});

test("who evicts does so within the budget", () => {
  expect(cellsOf({ coordinator: "descheduler", disruption: { maxUnavailable: 1 } })).toMatchObject({
    descheduler: "yes: evicts within maxUnavailable 1",
    karpenter: "yes: evicts within maxUnavailable 1",
    upgrade: "yes: evicts within maxUnavailable 1",
  });
  expect(cellsOf({ disruption: { minAvailable: "50%" } }).upgrade).toBe("yes: evicts within minAvailable 50%");
  expect(cellsOf({ disruption: "operator" }).upgrade).toBe("yes: evicts within its operator's budget");
});

test.each(["DaemonSet", "StaticPod"] as const)("the pods of a %s come and go with their nodes", (kind) => {
  expect(cellsOf({ kind })).toMatchObject({
    descheduler: "no: its pods belong to their nodes",
    karpenter: "yes: ends with its node",
    upgrade: "yes: ends with its node",
  });
});

test("what may not move stays, until its node restarts", () => {
  const stays = { immovable: "its clients know the address" };
  expect(cellsOf(stays)).toMatchObject({
    descheduler: "no: its clients know the address",
    karpenter: "no: its clients know the address",
    upgrade: "yes: away while its node restarts: its clients know the address",
  });
  expect(podMarksOf({ ...plain, ...stays })).toEqual({
    labels: { "scaling.talos.io/managed-by": "none" },
    annotations: { "karpenter.sh/do-not-disrupt": "true" },
  });
});

test("a run of a CronJob is not cut short for a cheaper node", () => {
  expect(cellsOf({ kind: "CronJob" })).toMatchObject({ karpenter: "no: a run would lose its work", upgrade: "yes: the run starts anew" });
});

test("an exception turns Karpenter's answer round and is shown with its reason", () => {
  const reason = "imports run for hours";
  expect(cellsOf({ exceptions: { karpenter: { allowed: false, reason } } }).karpenter).toBe(
    "no: its node stays while it runs (exception: imports run for hours)",
  );
  const allowed = { kind: "CronJob", exceptions: { karpenter: { allowed: true, reason } } } as const;
  expect(cellsOf(allowed).karpenter).toBe("yes: the run starts anew (exception: imports run for hours)");
  expect(podMarksOf({ ...plain, ...allowed })).toEqual({ labels: { "scaling.talos.io/managed-by": "none" } });
});

test("an exception of the VPA's is shown with its reason", () => {
  expect(
    cellsOf({
      verticalScaling: { ...vertical, mode: "Initial", resources: ["cpu", "memory"] },
      exceptions: { vpa: { allowed: true, reason: "the query divides by the request" } },
    }).vpa,
  ).toBe("yes: requests of cpu and memory of new pods (exception: the query divides by the request)");
});
