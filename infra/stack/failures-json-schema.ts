import { z } from "zod";
import { type FailureTable, failuresVersion } from "../placement/what-if/failure-document";

const count = z.int().nonnegative();
const names = z.array(z.string()).readonly();

const affectedPods = {
  namespace: z.string(),
  name: z.string(),
  tier: z.int().min(0).max(4).describe("0 is the most important."),
  pods: count,
};

const money = z.number().nonnegative();

const burstsSchema = z.strictObject({
  pods: z.array(z.strictObject(affectedPods)).readonly().describe("Pods that would run on rented nodes instead of waiting."),
  nodes: z
    .array(z.strictObject({ type: z.string(), count }))
    .readonly()
    .describe("Nodes that are rented for them; none when those that the plan rents anyway have room."),
  onDemandPerHour: money,
  spotPerHour: money,
  currency: z.string(),
  waits: z.array(z.strictObject(affectedPods)).readonly().describe("Pods that may burst and that the pool's limits leave waiting."),
});

const failureSchema = z.strictObject({
  kind: z.enum(["node", "host"]),
  name: z.string(),
  nodes: names.describe("The nodes that are lost with it, sorted."),
  pods: count.describe("Pods that the plan has there."),
  daemonPods: count.describe("Of these, pods of DaemonSets, which go with the node."),
  controlPlaneWorks: z.boolean().describe("Whether more than half of the control planes are left; otherwise nothing is scheduled."),
  survives: z
    .array(z.strictObject({ ...affectedPods, to: names }))
    .readonly()
    .describe("Pods of the lost nodes that start elsewhere."),
  makesRoom: z
    .array(z.strictObject({ ...affectedPods, from: names, to: names }))
    .readonly()
    .describe("Pods of other nodes that have to make room and start elsewhere."),
  waits: z
    .array(z.strictObject({ ...affectedPods, blockedBy: names }))
    .readonly()
    .describe("Pods that have no node of the table until a lost one is back, by tier."),
  bursts: burstsSchema
    .describe("What would be rented for those that wait and may burst, beside what the plan rents; absent when none may.")
    .exactOptional(),
  helpless: z
    .array(z.strictObject(affectedPods))
    .readonly()
    .describe("Pods of tiers 0 to 2 that do not start elsewhere by themselves though some plan could let them."),
  lost: z
    .array(z.strictObject({ ...affectedPods, because: z.string() }))
    .readonly()
    .describe("Pods that cannot start elsewhere, because they or their data belong to a lost node."),
  fullest: z
    .strictObject({
      node: z.string(),
      resource: z.enum(["cpu", "memory"]),
      requested: count.describe("Milli of CPU, or MiB of memory."),
      allocatable: count,
    })
    .describe("The resource of a remaining node of which the largest share is requested; absent when no node is left.")
    .exactOptional(),
});

/** The contract of `plan --failures --json` as something that can be checked and published. */
export const failureTableSchema = z
  .strictObject({
    version: z.literal(failuresVersion),
    stack: z.string(),
    assumptions: names.describe("What was assumed that is not so; absent when nothing was.").exactOptional(),
    failures: z.array(failureSchema).readonly().describe("Every node, then every host that carries several, each by name."),
  })
  .readonly() satisfies z.ZodType<FailureTable>;

/** What the schema accepts. Does not compile unless every {@link FailureTable} is accepted; `satisfies` above is the converse. */
export type FailureDocument = Accepts<z.output<typeof failureTableSchema>, FailureTable>;
type Accepts<Whole, Part extends Whole> = Part;
