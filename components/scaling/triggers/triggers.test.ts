import { triggerSchema } from "../../../infra/workloads/triggers";
import { cronTrigger } from "./cron";
import { httpScaling } from "./http";
import { kafkaTrigger } from "./kafka";
import { prometheusTrigger } from "./prometheus";
import { utilizationTrigger } from "./utilization";

describe("cronTrigger", () => {
  it("writes every value as text", () => {
    expect(cronTrigger({ type: "cron", timezone: "Europe/Berlin", start: "0 18 * * *", end: "0 23 * * *", desiredReplicas: 2 })).toEqual({
      type: "cron",
      metadata: { timezone: "Europe/Berlin", start: "0 18 * * *", end: "0 23 * * *", desiredReplicas: "2" },
    });
  });
});

describe("prometheusTrigger", () => {
  const trigger = { type: "prometheus", serverAddress: "http://mimir/prometheus", query: "sum(requests)", threshold: 0.5 } as const;

  it("writes what is required", () => {
    expect(prometheusTrigger(trigger)).toEqual({
      type: "prometheus",
      metadata: { serverAddress: "http://mimir/prometheus", query: "sum(requests)", threshold: "0.5" },
    });
  });

  it("sends the tenant as Mimir's header, and an activation threshold of 0 too", () => {
    expect(prometheusTrigger({ ...trigger, activationThreshold: 0, tenant: "home" }).metadata).toEqual({
      serverAddress: "http://mimir/prometheus",
      query: "sum(requests)",
      threshold: "0.5",
      activationThreshold: "0",
      customHeaders: "X-Scope-OrgID=home",
    });
  });
});

describe("kafkaTrigger", () => {
  it("joins the servers and writes numbers as text; partitions are ours alone", () => {
    const trigger = triggerSchema.parse({
      type: "kafka",
      bootstrapServers: ["a.databases.svc:9092", "b.databases.svc:9092"],
      consumerGroup: "stt",
      topic: "audio",
      partitions: 4,
    });
    expect(trigger.type === "kafka" ? kafkaTrigger(trigger) : undefined).toEqual({
      type: "kafka",
      metadata: {
        bootstrapServers: "a.databases.svc:9092,b.databases.svc:9092",
        consumerGroup: "stt",
        topic: "audio",
        lagThreshold: "10",
        activationLagThreshold: "0",
        offsetResetPolicy: "latest",
      },
    });
  });
});

describe("httpScaling", () => {
  const trigger = { type: "http", hosts: ["ollama.home"], pathPrefixes: [], service: "ollama", port: 11434 } as const;

  it("counts requests at once", () => {
    expect(httpScaling({ ...trigger, hosts: ["ollama.home"], pathPrefixes: [], metric: { kind: "concurrency", targetValue: 4 } })).toEqual({
      hosts: ["ollama.home"],
      scalingMetric: { concurrency: { targetValue: 4 } },
    });
  });

  it("counts requests over a window", () => {
    expect(
      httpScaling({
        ...trigger,
        hosts: ["ollama.home"],
        pathPrefixes: ["/api"],
        metric: { kind: "requestRate", targetValue: 10, windowSeconds: 30 },
      }),
    ).toEqual({
      hosts: ["ollama.home"],
      pathPrefixes: ["/api"],
      scalingMetric: { requestRate: { targetValue: 10, window: "30s", granularity: "1s" } },
    });
  });
});

test("utilizationTrigger names the share of the request", () => {
  expect(utilizationTrigger({ type: "memory", utilizationPercent: 80 })).toEqual({
    type: "memory",
    metricType: "Utilization",
    metadata: { value: "80" },
  });
});
