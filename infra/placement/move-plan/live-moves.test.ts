import { loadStack } from "../../stack/load-stack";
import { validConfig, validDefinition, withWorkload } from "../../stack/testing/valid-stack";
import { assign, podsPerNode } from "../search/assign";
import { movesFromLive, type RunningNow, targetOf } from "./live-moves";
import type { MovePlan } from "./move-document";

const stack = loadStack(withWorkload("kube-system/coredns", { current: { cp1: 1, gpu1: 1 } }, validDefinition), validConfig);
const planned = podsPerNode(assign(stack.problem));

function stepsOf(live: Readonly<Record<string, Partial<RunningNow>>>): readonly string[] {
  const rows = new Map(stack.workloads.map((row) => [row.id, row]));
  const now = new Map(
    Object.entries(live).map(([id, running]): [string, RunningNow] => {
      const { replicas = 1, requests = { cpuMilli: 0, memoryBytes: 0 }, current = {} } = rows.get(id) ?? {};
      return [id, { replicas, current, requests, ...running }];
    }),
  );
  const { steps }: MovePlan = movesFromLive(stack.problem, planned, now, stack.workloads);
  return steps.map(({ action, name, pods, from = "", to = "" }) => `${action} ${name} ${pods} ${from}>${to}`);
}

it("has nothing to do where everything runs as planned", () => {
  const asPlanned = Object.fromEntries(
    [...planned].flatMap(([id, current]) =>
      stack.problem.workloads.some((row) => row.id === id && row.mode === "replicas") ? [[id, { current }] as const] : [],
    ),
  );
  expect(stepsOf(asPlanned)).toEqual([]);
});

it("moves what runs elsewhere than the tables have it, to where the plan was made for", () => {
  const [node = ""] = Object.keys(planned.get("home/mosquitto") ?? {});
  const other = node === "gpu1" ? "worker1" : "gpu1";
  expect(stepsOf({ "home/mosquitto": { current: { [other]: 1 } } })).toContain(`move mosquitto 1 ${other}>${node}`);
});

it("starts what has no node yet, and counts on as many pods as an autoscaler wants", () => {
  const [node = ""] = Object.keys(planned.get("media/sonarr") ?? {});
  expect(stepsOf({ "media/sonarr": { current: {} } })).toContain(`start sonarr 1 >${node}`);
  expect(stepsOf({ "media/sonarr": { current: {}, replicas: 0 } }).join()).not.toContain("sonarr");
});

describe("targetOf", () => {
  it.each<[string, number, Record<string, number>, Record<string, number>, Record<string, number>]>([
    ["all where they are", 2, { a: 1, b: 1 }, { a: 1, b: 1 }, { a: 1, b: 1 }],
    ["however many are on a planned node", 3, { a: 3 }, { a: 1, b: 2 }, { a: 3 }],
    ["those elsewhere to where pods are missing", 3, { a: 1, z: 2 }, { a: 1, b: 2 }, { a: 1, b: 2 }],
    ["of too many, those that the plan has not", 1, { a: 1, b: 1 }, { b: 1 }, { b: 1 }],
    ["more than planned, in turn", 4, {}, { a: 1, b: 1 }, { a: 2, b: 2 }],
    ["nothing without a planned node", 1, { z: 1 }, {}, {}],
  ])("has %s", (_, replicas, current, plan, target) => {
    expect(targetOf({ replicas, current }, plan)).toEqual(target);
  });
});
