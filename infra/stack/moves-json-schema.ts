import { z } from "zod";
import { type MovePlan, movesVersion } from "../placement/move-plan/move-document";

const positive = z.int().positive();

const movingPods = {
  namespace: z.string(),
  name: z.string(),
  tier: z.int().min(0).max(4).describe("0 is the most important."),
  pods: positive,
};

const moveStepSchema = z.strictObject({
  step: positive.describe("From 1, without gaps."),
  action: z
    .enum(["move", "restart", "stop", "start"])
    .describe("restart: on the same node, with other requests. stop: none takes its place yet, or ever. start: pods that do not run."),
  ...movingPods,
  atOnce: positive.describe("How many of the pods go at the same time; the next follow when the new ones are ready."),
  from: z.string().describe("Where the pods run before the step; absent for start.").exactOptional(),
  to: z.string().describe("Where they run after it; absent for stop.").exactOptional(),
  why: z.string().describe("Why it comes where it does."),
  after: positive.describe("The step that it waits for; absent when it was possible from the start.").exactOptional(),
  outage: z
    .strictObject({ pods: positive.describe("Pods that are missing at the same time."), because: z.string() })
    .describe("Absent when enough other pods of the workload run meanwhile.")
    .exactOptional(),
  commands: z.array(z.string()).readonly().describe("What carries it out, in order; none where that happens by itself."),
  note: z.string().describe("What to know before the commands are typed.").exactOptional(),
});

/** The contract of `plan --moves --json` as something that can be checked and published. */
export const movePlanSchema = z
  .strictObject({
    version: z.literal(movesVersion),
    stack: z.string(),
    assumptions: z.array(z.string()).readonly().describe("What was assumed that is not so; absent when nothing was.").exactOptional(),
    steps: z.array(moveStepSchema).readonly().describe("In order: each when all before it are carried out and their pods ready."),
    blocked: z
      .array(z.strictObject({ ...movingPods, because: z.string() }))
      .readonly()
      .describe("What the plan wants and no order of steps can do, by tier."),
  })
  .readonly() satisfies z.ZodType<MovePlan>;

/** What the schema accepts. Does not compile unless every {@link MovePlan} is accepted; `satisfies` above is the converse. */
export type MovesDocument = Accepts<z.output<typeof movePlanSchema>, MovePlan>;
type Accepts<Whole, Part extends Whole> = Part;
