import type { StackDefinition } from "../../stack/definition";
import { mistakesIn } from "../../stack/testing/mistakes";
import { withWorkload } from "../../stack/testing/valid-stack";
import type { WorkloadRow } from "../schema";

type ScalingRow = NonNullable<WorkloadRow["scaling"]>;

const cron = { type: "cron" as const, timezone: "Europe/Berlin", start: "0 16 * * *", end: "0 23 * * *", desiredReplicas: 1 };
const kafka = {
  type: "kafka" as const,
  bootstrapServers: ["redpanda.databases:9092"],
  consumerGroup: "stt",
  topic: "audio",
  partitions: 4,
};
const scaled = (change: Partial<ScalingRow>, row: Partial<WorkloadRow> = {}): StackDefinition =>
  withWorkload("media/sonarr", { ...row, scaling: { minReplicas: 0, maxReplicas: 1, triggers: [cron], ...change } });
const path = (field: string) => `workloads[media/sonarr].${field}`;

describe("scaling", () => {
  it.each<[string, StackDefinition]>([
    ["with as many partitions as replicas", scaled({ maxReplicas: 4, triggers: [kafka] })],
    ["with several triggers", scaled({ triggers: [cron, { ...cron, start: "0 8 * * *", end: "0 9 * * *" }] })],
    ["at its most", scaled({ minReplicas: 1, maxReplicas: 4 }, { replicas: 4 })],
  ])("is right: %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "more at least than at most",
      scaled({ minReplicas: 2 }),
      { path: path("scaling.minReplicas"), message: "is more than maxReplicas (1)", value: "2", fix: "use at most 1" },
    ],
    [
      "a normal load outside of its limits",
      scaled({ minReplicas: 2, maxReplicas: 3 }, { replicas: 1 }),
      {
        path: path("replicas"),
        message: "lies outside of what KEDA keeps, 2 to 3",
        value: "1",
        fix: "give the pods at normal load, which is what the planner counts",
      },
    ],
    [
      "fewer partitions than replicas",
      scaled({ maxReplicas: 5, triggers: [kafka] }),
      {
        path: path("scaling.triggers[0].partitions"),
        message: "is less than maxReplicas (5): a replica without a partition has nothing to read",
        value: "4",
        fix: "give the topic 5 partitions, or lower maxReplicas to 4",
      },
    ],
    [
      "a window that is never open",
      scaled({ triggers: [{ ...cron, end: "0  16 * * *" }] }),
      {
        path: path("scaling.triggers[0].end"),
        message: "is the same as start: the window is never open",
        value: '"0  16 * * *"',
        fix: "end it later than it starts",
      },
    ],
    [
      "a window that wants more than there may be",
      scaled({ triggers: [{ ...cron, desiredReplicas: 2 }] }),
      {
        path: path("scaling.triggers[0].desiredReplicas"),
        message: "is more than maxReplicas (1)",
        value: "2",
        fix: "use at most 1, or raise maxReplicas",
      },
    ],
    [
      "a trigger twice",
      scaled({ triggers: [cron, kafka, cron] }),
      {
        path: path("scaling.triggers[2]"),
        message: "is the same as triggers[0]",
        value: '{"type":"cron","timezone":"Europe/Berlin","start":"0 16 * * *","end":"0 23 * * *…',
        fix: "remove one of them",
      },
    ],
    [
      "an http trigger beside another",
      scaled({
        triggers: [cron, { type: "http", hosts: ["sonarr.example.com"], service: "sonarr", port: 8989, metric: { kind: "concurrency" } }],
      }),
      {
        path: path("scaling.triggers"),
        message:
          "has an http trigger beside others: the HTTP add-on makes a ScaledObject of its own, and KEDA refuses a second one for the same workload",
        value: "cron, http",
        fix: "keep the http trigger alone, with all its hosts, or replace it by a prometheus query over the ingress' requests",
      },
    ],
    [
      "an unknown time zone",
      scaled({ triggers: [{ ...cron, timezone: "Europe/Berln" }] }),
      { path: path("scaling.triggers[0].timezone"), message: "must be an IANA time zone such as Europe/Berlin", value: '"Europe/Berln"' },
    ],
    [
      "a cron expression of six fields",
      scaled({ triggers: [{ ...cron, start: "0 0 16 * * *" }] }),
      {
        path: path("scaling.triggers[0].start"),
        message: "must be a cron expression of five fields such as 0 18 * * *",
        value: '"0 0 16 * * *"',
      },
    ],
  ])("is refused: %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });

  it("refuses a name too long for the autoscaler that KEDA makes", () => {
    expect(mistakesIn(scaled({}, { name: "s".repeat(54) }))).toEqual([]);
    expect(mistakesIn(scaled({}, { name: "s".repeat(55) })).map(({ message }) => message)).toEqual([
      "has 55 characters; scaled by KEDA it may have 54",
    ]);
  });

  it("is for what has a number of replicas", () => {
    const scaling: ScalingRow = { minReplicas: 1, maxReplicas: 2, triggers: [cron] };
    expect(mistakesIn(withWorkload("kube-system/cilium", { scaling })).map((finding) => finding.path)).toEqual([
      "workloads[kube-system/cilium].scaling",
    ]);
  });
});

describe("a disruption budget", () => {
  const budget = (disruption: WorkloadRow["disruption"], row: Partial<WorkloadRow> = {}) =>
    withWorkload("home/mosquitto", { replicas: 3, current: {}, disruption, ...row });

  it.each<[string, StackDefinition]>([
    ["keeps two of three", budget({ minAvailable: 2 })],
    ["keeps half of three, rounded up", budget({ minAvailable: "50%" })],
    ["lets a hundredth go, rounded up", budget({ maxUnavailable: "1%" })],
    ["lets the only pod go", budget({ maxUnavailable: 1 }, { replicas: 1 })],
    ["is the operator's own", budget("operator")],
    ["keeps one of two to four", scaled({ minReplicas: 2, maxReplicas: 4 }, { replicas: 2, disruption: { minAvailable: 1 } })],
  ])("is right: it %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, string]>([
    ["keeps all", budget({ minAvailable: 3 }), "can never allow an eviction of any of 3 replicas"],
    ["keeps more than there are", budget({ minAvailable: 4 }), "can never allow an eviction of any of 3 replicas"],
    ["keeps 100%", budget({ minAvailable: "100%" }), "can never allow an eviction of any of 3 replicas"],
    ["keeps 67%, which is all of three", budget({ minAvailable: "67%" }), "can never allow an eviction of any of 3 replicas"],
    ["lets none go", budget({ maxUnavailable: 0 }), "can never allow an eviction of any of 3 replicas"],
    ["lets 0% go", budget({ maxUnavailable: "0%" }), "can never allow an eviction of any of 3 replicas"],
    ["keeps the only pod", budget({ minAvailable: 1 }, { replicas: 1 }), "can never allow an eviction of any of 1 replica"],
  ])("is refused: it %s", (_, definition, message) => {
    expect(mistakesIn(definition)).toEqual([
      expect.objectContaining({ path: "workloads[home/mosquitto].disruption", message, fix: "use { maxUnavailable: 1 }" }),
    ]);
  });

  it("is refused when it blocks at any number of pods that KEDA may keep", () => {
    expect(mistakesIn(scaled({}, { disruption: { minAvailable: 1 } }))).toEqual([
      {
        path: path("disruption"),
        message: "allows no eviction while KEDA keeps 1 of 0 to 1 replicas",
        value: '{"minAvailable":1}',
        fix: "use { maxUnavailable: 1 }",
      },
    ]);
    expect(
      mistakesIn(scaled({ minReplicas: 2, maxReplicas: 4 }, { replicas: 4, disruption: { minAvailable: 2 } })).map(
        ({ message }) => message,
      ),
    ).toEqual(["allows no eviction while KEDA keeps 2 of 2 to 4 replicas"]);
  });

  it.each([
    [{ maxUnavailable: "150%" }, "must be a whole number or a percentage such as 50%", '"150%"'],
    [{ maxUnavailable: -1 }, "must be at least 0", "-1"],
  ])("has a number: not %j", (disruption, message, value) => {
    expect(mistakesIn(budget(disruption))).toEqual([{ path: "workloads[home/mosquitto].disruption.maxUnavailable", message, value }]);
  });

  it.each([[{}], [{ minAvailable: 1, maxUnavailable: 1 }], [{ maxUnavaliable: 1 }]])("is not %j", (disruption: unknown) => {
    expect(mistakesIn(budget(disruption as WorkloadRow["disruption"]))).toEqual([
      {
        path: "workloads[home/mosquitto].disruption",
        message: 'must have either minAvailable or maxUnavailable, a whole number or a percentage such as 50%; or be "operator"',
        value: JSON.stringify(disruption),
      },
    ]);
  });
});

describe("rebalancing", () => {
  it("excludes scaling, and says who would get it", () => {
    expect(mistakesIn(withWorkload("media/sonarr", { rebalance: true }))).toEqual([
      {
        path: path("rebalance"),
        message: "gives the workload to the descheduler, and scaling gives it to keda: it can have only one of them",
        value: "true",
        fix: "remove rebalance, or scaling",
      },
    ]);
  });

  it("needs a budget, be it an operator's", () => {
    expect(mistakesIn(withWorkload("home/dashboard", { disruption: "operator" }))).toEqual([]);
    expect(mistakesIn(withWorkload("home/dashboard", { disruption: undefined }))).toEqual([
      {
        path: "workloads[home/dashboard].rebalance",
        message: "needs a disruption budget that allows an eviction",
        fix: "add disruption: { maxUnavailable: 1 }",
      },
    ]);
  });

  it.each([
    [{ immovable: "its clients know the address" }, "lets the descheduler move what cannot move: its clients know the address"],
    [
      { volumes: [{ name: "data", storage: "node-local" as const }] },
      'lets the descheduler move what cannot move: volume "data" is node-local',
    ],
  ])("is not for what cannot move", (change, message) => {
    const row: Partial<WorkloadRow> = { rebalance: true, disruption: { maxUnavailable: 1 }, ...change };
    expect(mistakesIn(withWorkload("home/mosquitto", row))).toEqual([
      { path: "workloads[home/mosquitto].rebalance", message, fix: "remove rebalance" },
    ]);
  });
});
