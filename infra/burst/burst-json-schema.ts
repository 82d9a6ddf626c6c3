import { z } from "zod";
import { type BurstCapacity, burstLoadNames } from "./burst-document";

const money = z.number().nonnegative();
const count = z.int().nonnegative();

/** The contract of what `plan --json` says about rented nodes. */
export const burstCapacitySchema = z
  .strictObject({
    pool: z.string(),
    region: z.string(),
    capacityTypes: z.array(z.enum(["spot", "on-demand"])).readonly(),
    limits: z.strictObject({ cpu: z.string(), memory: z.string(), gpus: count }).describe("What all rented nodes may have together."),
    price: z.strictObject({ currency: z.string(), asOf: z.string(), source: z.string() }),
    instanceTypes: z.array(z.strictObject({ name: z.string(), onDemandPerHour: money, spotPerHour: money })).readonly(),
    coldStart: z.strictObject({ minutes: count, note: z.string() }),
    workloads: z.array(z.strictObject({ id: z.string(), when: z.enum(["always", "when no machine has room"]) })).readonly(),
    loads: z
      .array(
        z.strictObject({
          load: z.enum(burstLoadNames),
          pods: z.array(z.strictObject({ id: z.string(), pods: count })).readonly(),
          nodes: z.array(z.strictObject({ type: z.string(), count })).readonly(),
          onDemandPerHour: money,
          spotPerHour: money,
          waiting: count.describe("Pods that the limits leave without a node."),
          usage: z
            .strictObject({
              cpu: z.strictObject({ allocatableMilli: count, requestedMilli: count }),
              memory: z.strictObject({ allocatableMiB: count, requestedMiB: count }),
              gpus: z.strictObject({ allocatable: count, requested: count }),
            })
            .describe("What the rented nodes have, and what the pods on them request, DaemonSets' included."),
        }),
      )
      .readonly(),
    month: z.strictObject({
      ceiling: money,
      atMost: money.describe("With what may be bought before the ceiling is noticed."),
      withoutCeiling: money,
      server: money.optional().describe("What a remote cluster costs with nothing rented; in the other two figures."),
    }),
    local: z
      .strictObject({ name: z.string(), idlePerMonth: money, breakEvenHours: count, note: z.string() })
      .describe("A machine of one's own instead."),
  })
  .readonly() satisfies z.ZodType<BurstCapacity>;
