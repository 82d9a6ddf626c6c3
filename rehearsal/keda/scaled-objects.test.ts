import { cronWindow } from "./quickened";
import { notReady, type ScaledObject, targetOf, unanswered, wantedPods } from "./scaled-objects";

function object(types: readonly string[], conditions: ScaledObject["status"]["conditions"] = []): ScaledObject {
  return {
    metadata: { namespace: "apps", name: "web", finalizers: [] },
    spec: {
      scaleTargetRef: { kind: "Deployment", name: "web-server" },
      minReplicaCount: 0,
      maxReplicaCount: 1,
      triggers: types.map((type) => ({ type, metadata: {} })),
    },
    status: { conditions },
  };
}

it("knows what it scales, and which of its triggers nothing answers here", () => {
  expect(targetOf(object([]))).toBe("apps/web-server");
  expect(unanswered(object(["cron", "prometheus", "cpu", "memory"]))).toEqual([]);
  expect(unanswered(object(["kafka", "cron", "kafka"]))).toEqual(["kafka"]);
});

it.each<[string, ScaledObject["status"]["conditions"], readonly string[]]>([
  ["ready", [{ type: "Ready", status: "True", message: "" }], []],
  ["refused", [{ type: "Ready", status: "False", message: "no such target" }], ["KEDA is not ready for it: no such target"]],
  ["undecided", [{ type: "Ready", status: "Unknown", message: "" }], ["KEDA is not ready for it: "]],
  ["not seen yet", [], ["KEDA is not ready for it: it has not looked at it yet"]],
])("says what KEDA thinks of an object that is %s", (_, conditions, messages) => {
  expect(notReady([object([])], [object([], conditions)]).map(({ message }) => message)).toEqual(messages);
});

it.each([
  [{ maxReplicaCount: 4 }, [], 4, 1],
  [{ maxReplicaCount: 4 }, ["2", "3"], 4, 3],
  [{ maxReplicaCount: 2 }, ["3"], 2, 2],
  [{ minReplicaCount: 2, maxReplicaCount: 4 }, ["1"], 4, 2],
])("%j with windows for %j pods: up to %d by a metric, %d by a window", (limits, desired, byMetric, byWindow) => {
  const windows = desired.map((desiredReplicas) => ({ type: "cron", metadata: { desiredReplicas } }));
  const { spec, ...rest } = object(["prometheus"]);
  const scaled: ScaledObject = { ...rest, spec: { ...spec, ...limits, triggers: [...spec.triggers, ...windows] } };
  expect([wantedPods(scaled, "prometheus"), wantedPods(scaled, "cron")]).toEqual([byMetric, byWindow]);
});

describe("a window of time around now", () => {
  const timezone = "Etc/UTC";
  it.each([
    ["2026-11-21T12:30:00Z", "open", { timezone, start: "30 11 * * *", end: "30 13 * * *" }],
    ["2026-11-21T12:30:00Z", "closed", { timezone, start: "30 13 * * *", end: "30 15 * * *" }],
    ["2026-11-21T00:05:00Z", "open", { timezone, start: "5 23 * * *", end: "5 1 * * *" }],
    ["2026-11-21T23:10:00Z", "closed", { timezone, start: "10 0 * * *", end: "10 2 * * *" }],
  ] as const)("at %s is %s", (now, window, expected) => {
    expect(cronWindow(window, new Date(now))).toEqual(expected);
  });
});
