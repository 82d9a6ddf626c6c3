import { z } from "zod";

/** Version of the JSON that `rehearse --json` prints; changes when a field is removed or changes its meaning. */
export const rehearsalVersion = 1;

const count = z.int().nonnegative();
const names = z.array(z.string()).readonly();
const seconds = z.number().nonnegative();

const amounts = (unit: string): z.ZodType<{ readonly allocatable: number; readonly requested: number }> =>
  z.strictObject({ allocatable: count.describe(unit), requested: count.describe(unit) }).readonly();

const measuredNode = z
  .strictObject({ name: z.string(), cpuMilli: amounts("Milli."), memoryMiB: amounts("MiB."), pods: amounts("Pods.") })
  .readonly()
  .describe("What the API server says that a node has, and what its pods request together.");

const placedWorkload = z
  .strictObject({
    namespace: z.string(),
    name: z.string(),
    replicas: count,
    planned: names,
    failover: names,
    scheduled: z.record(z.string(), count).readonly().describe("Pods by node, as the scheduler placed them."),
    pending: count,
    outcome: z
      .enum(["as planned", "foretold", "failover", "elsewhere", "pending", "missing"])
      .describe(
        "The worst of its pods: on planned nodes only; some where the plan said that the scheduler may put them; some on other failover nodes; some on others; some without a node; fewer or more than planned.",
      ),
  })
  .readonly();

const finding = z
  .strictObject({
    subject: z.string(),
    planned: names.exactOptional(),
    failover: names.exactOptional(),
    node: z.string().exactOptional(),
    message: z.string(),
  })
  .readonly();

const drill = z
  .strictObject({
    name: z.string(),
    question: z.string(),
    outcome: z.enum(["held", "broken", "skipped"]),
    summary: z.string(),
    reason: z.string().describe("Why it was skipped.").exactOptional(),
    findings: z.array(finding).readonly(),
    facts: z.array(z.strictObject({ label: z.string(), value: z.string() }).readonly()).readonly(),
    seconds,
  })
  .readonly();

/** The contract of `rehearse --json`. */
export const rehearsalSchema = z
  .strictObject({
    version: z.literal(rehearsalVersion),
    stack: z.string(),
    holds: z.boolean().describe("Whether every drill that could be run held."),
    kubernetesVersion: z.string(),
    seed: z.int().describe("What was drawn at random was drawn from it."),
    resources: count.describe("Resources that the engine made."),
    nodes: z.array(measuredNode).readonly(),
    workloads: z.array(placedWorkload).readonly().describe("Every workload that the plan places, with what became of it."),
    drills: z.array(drill).readonly(),
    standIns: z
      .array(z.strictObject({ name: z.string(), what: z.string() }).readonly())
      .readonly()
      .describe("What was not the real thing, and what it did instead."),
    phases: z
      .array(z.strictObject({ name: z.string(), seconds }).readonly())
      .readonly()
      .describe("Where the time went."),
    peakMemoryMiB: count.describe("Resident memory of the control plane's and the controllers' processes together, at most."),
  })
  .readonly();

export type RehearsalReport = z.output<typeof rehearsalSchema>;
export type MeasuredNode = RehearsalReport["nodes"][number];
export type PlacedWorkload = RehearsalReport["workloads"][number];
export type DrillReport = RehearsalReport["drills"][number];
