import { z } from "zod";
import { type Plan, planVersion } from "../placement/plan-document";

const count = z.int().nonnegative();
const names = z.array(z.string()).readonly();

const plannedNodeSchema = z.strictObject({
  name: z.string(),
  cpu: z.strictObject({ allocatableMilli: count, beforeMilli: count, afterMilli: count }).describe("Requested thousandths of a core."),
  memory: z
    .strictObject({ allocatableMiB: count, beforeMiB: count, afterMiB: count })
    .describe("Requested mebibytes; what is available is rounded down, what is requested up."),
  pods: z.strictObject({ allocatable: count, before: count, after: count }),
  watts: z.strictObject({ before: count, after: count }).describe("Estimated from requests."),
});

const plannedWorkloadSchema = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  replicas: count,
  nodes: names.describe("The planned nodes, sorted, without repetition."),
  failover: names.describe("Nodes that it may fall back to when the planned ones are lost, sorted."),
  before: names.describe("The nodes that it runs on now, sorted."),
  moved: z.boolean().describe("Whether any of its pods has to move."),
  leftBehind: names
    .describe("Nodes where its pods go on running though none could start there; only with a limit on moves.")
    .exactOptional(),
  reason: z.string(),
});

const unplacedWorkloadSchema = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  replicas: count.describe("Pods that have no node."),
  blockedBy: names.describe("The constraints that stand in the way."),
  remedies: names.describe("What would unblock it, the cheapest first."),
});

const objectiveSchema = z.strictObject({
  name: z.string(),
  value: z.number(),
  bound: z.number().describe("No plan can have a smaller value."),
  gap: z.number().nonnegative().describe("(value - bound) / max(1, |value|); 0 when proven optimal."),
});

/** The contract of `plan --json` as something that can be checked and published. */
export const planDocumentSchema = z
  .strictObject({
    version: z.literal(planVersion),
    stack: z.string(),
    assumptions: names.describe("What was assumed that is not so; absent when nothing was.").exactOptional(),
    status: z.enum(["optimal", "feasible", "infeasible"]),
    objectives: z.array(objectiveSchema).readonly().describe("Most important first."),
    nodes: z.array(plannedNodeSchema).readonly(),
    workloads: z.array(plannedWorkloadSchema).readonly(),
    unplaced: z.array(unplacedWorkloadSchema).readonly(),
  })
  .readonly() satisfies z.ZodType<Plan>;

/** What the schema accepts. Does not compile unless every {@link Plan} is accepted; `satisfies` above is the converse. */
export type PlanDocument = Accepts<z.output<typeof planDocumentSchema>, Plan>;
type Accepts<Whole, Part extends Whole> = Part;
