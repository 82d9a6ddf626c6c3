import { assign, podsPerNode } from "../search/assign";
import { node, problem, workload } from "../testing/problems";
import { atNight, atPeak } from "./at-time";

const scale = { minReplicas: 0, maxReplicas: 3 };
const small = { cpuMilli: 100 };
const posed = problem(
  [node("a"), node("b")],
  [
    workload("scaled", { requests: small, scale, current: { a: 1 } }),
    workload("steady", { requests: small, replicas: 2 }),
    workload("agent", { requests: small, mode: "perNode", scale }),
    workload("local", { requests: small, mode: "fixed", fixedBecause: "its data is there", scale, current: { b: 2 }, replicas: 2 }),
  ],
);

function pods(of: typeof posed): Readonly<Record<string, number>> {
  const counts = [...podsPerNode(assign(of))].map(([id, on]) => [id, Object.values(on).reduce((sum, count) => sum + count, 0)] as const);
  return Object.fromEntries<number>(counts);
}

test("as things are", () => {
  expect(pods(posed)).toEqual({ "apps/scaled": 1, "apps/steady": 2, "apps/agent": 2, "apps/local": 2 });
});

test("at night what can stop has stopped, and the rest has not", () => {
  const night = atNight(posed);
  expect(night.assumptions).toEqual(["at night"]);
  expect(pods(night)).toEqual({ "apps/scaled": 0, "apps/steady": 2, "apps/agent": 2, "apps/local": 0 });
});

test("at peak everything that scales has as many pods as it may", () => {
  const peak = atPeak(posed);
  expect(peak.assumptions).toEqual(["at peak"]);
  expect(pods(peak)).toEqual({ "apps/scaled": 3, "apps/steady": 2, "apps/agent": 2, "apps/local": 3 });
});

test("a rollout surges by what so many replicas bring", () => {
  const scaled = { minReplicas: 0, maxReplicas: 9, surgePodsAtMax: 3 };
  const web = problem([node("a")], [workload("web", { replicas: 4, surgePods: 1, scale: scaled }), workload("steady", { surgePods: 2 })]);
  expect(atPeak(web).workloads.map(({ replicas, surgePods }) => [replicas, surgePods])).toEqual([
    [9, 3],
    [1, 2],
  ]);
  expect(atNight(web).workloads.map(({ replicas, surgePods }) => [replicas, surgePods])).toEqual([
    [0, 0],
    [1, 2],
  ]);
});

test("what is fixed grows where it is, whatever speaks against the node", () => {
  const taint = { key: "dedicated", value: "", effect: "NoSchedule" as const };
  const local = workload("local", { mode: "fixed", fixedBecause: "data", scale, current: { a: 1 } });
  const peak = atPeak(problem([node("a", { taints: [taint] }), node("b")], [local]));
  expect(podsPerNode(assign(peak)).get("apps/local")).toEqual({ a: 3 });
});

test("a fixed workload that has the pods it is to have stays as it is", () => {
  const local = workload("local", { mode: "fixed", fixedBecause: "data", scale: { minReplicas: 1, maxReplicas: 2 }, current: { a: 1 } });
  expect(atNight(problem([node("a")], [local])).workloads[0]).toBe(local);
});

test("a fixed workload that runs nowhere has the pods it is to have", () => {
  const local = workload("local", { mode: "fixed", fixedBecause: "data", scale });
  expect(atPeak(problem([node("a")], [local])).workloads[0]).toEqual({ ...local, replicas: 3 });
});
