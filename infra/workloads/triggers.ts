import { z } from "zod";
import { dnsLabel, nonNegativeInteger, positiveInteger } from "../schema/fields";

/**
 * What makes KEDA scale a workload. Only combinations that KEDA 2.20 accepts can be written: every required metadata
 * field is required here, and fields that KEDA ignores (such as prometheus' `metricName`) do not exist.
 *
 * @see https://keda.sh/docs/2.20/scalers/
 */
const cronField = z.string().regex(/^(\S+\s+){4}\S+$/, "must be a cron expression of five fields such as 0 18 * * *");

export const cronTriggerSchema = z.strictObject({
  type: z.literal("cron"),
  /** IANA time zone: `Europe/Berlin`. */
  timezone: z.string().refine(isTimeZone, "must be an IANA time zone such as Europe/Berlin"),
  start: cronField,
  end: cronField,
  /** Replicas inside the window; outside it the workload falls to its minimum. */
  desiredReplicas: positiveInteger,
});

export const prometheusTriggerSchema = z.strictObject({
  type: z.literal("prometheus"),
  /** Base URL of the query API; for Mimir it ends in `/prometheus`. */
  serverAddress: z.url({ protocol: /^https?$/ }),
  query: z.string().min(1),
  /** Value per replica that the scaler aims for. */
  threshold: z.number().positive(),
  /** Value above which the workload leaves zero. Default 0. */
  activationThreshold: z.number().nonnegative().optional(),
  /** Tenant for Mimir: sent as `X-Scope-OrgID`. */
  tenant: z.string().min(1).optional(),
});

export const kafkaTriggerSchema = z.strictObject({
  type: z.literal("kafka"),
  /** `host:port`, resolvable from KEDA's own namespace. */
  bootstrapServers: z.array(z.string().regex(/^[^\s:]+:\d+$/, "must be host:port")).min(1),
  consumerGroup: z.string().min(1),
  topic: z.string().min(1),
  lagThreshold: positiveInteger.default(10),
  activationLagThreshold: nonNegativeInteger.default(0),
  offsetResetPolicy: z.enum(["latest", "earliest"]).default("latest"),
  /** Partitions of the topic: KEDA never runs more replicas than there are, so neither may `max`. */
  partitions: positiveInteger,
});

export const httpTriggerSchema = z.strictObject({
  type: z.literal("http"),
  /** Host names whose requests count; they must be routed through the add-on's interceptor. */
  hosts: z.array(z.string().min(1)).min(1),
  pathPrefixes: z.array(z.string().startsWith("/")).default([]),
  /** Service that the interceptor forwards to. */
  service: dnsLabel,
  port: positiveInteger.max(65535),
  metric: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("concurrency"), targetValue: positiveInteger.default(100) }),
    z.strictObject({
      kind: z.literal("requestRate"),
      targetValue: positiveInteger.default(100),
      windowSeconds: positiveInteger.default(60),
    }),
  ]),
});

/** Scales on what the pods use of what they request. It cannot see a pod that is not there: not from zero. */
const utilizationPercent = positiveInteger.max(100);

export const cpuTriggerSchema = z.strictObject({
  type: z.literal("cpu"),
  /** Share of its request that each pod should use on average. */
  utilizationPercent,
});

export const memoryTriggerSchema = z.strictObject({
  type: z.literal("memory"),
  /** Share of its request that each pod should use on average. */
  utilizationPercent,
});

export const triggerSchema = z.discriminatedUnion("type", [
  cronTriggerSchema,
  prometheusTriggerSchema,
  kafkaTriggerSchema,
  httpTriggerSchema,
  cpuTriggerSchema,
  memoryTriggerSchema,
]);

export type CronTrigger = Readonly<z.output<typeof cronTriggerSchema>>;
export type PrometheusTrigger = Readonly<z.output<typeof prometheusTriggerSchema>>;
export type KafkaTrigger = Readonly<z.output<typeof kafkaTriggerSchema>>;
export type HttpTrigger = Readonly<z.output<typeof httpTriggerSchema>>;
export type CpuTrigger = Readonly<z.output<typeof cpuTriggerSchema>>;
export type MemoryTrigger = Readonly<z.output<typeof memoryTriggerSchema>>;
export type Trigger = Readonly<z.output<typeof triggerSchema>>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
