import { z } from "zod";
import { actors } from "../workloads/coordination";
import { type CoordinationMatrix, coordinationVersion } from "../workloads/coordination-document";

const permissionSchema = z.strictObject({
  allowed: z.boolean(),
  how: z.string().describe("What it then does, or why it may not."),
  exception: z.string().describe("The written reason of an exception: without it, the opposite would hold.").exactOptional(),
});

/** The contract of `plan --coordination --json` as something that can be checked and published. */
export const coordinationSchema = z
  .strictObject({
    version: z.literal(coordinationVersion),
    stack: z.string(),
    actors: z.array(z.enum(actors)).readonly().describe("Who may touch a workload, in the order of the table."),
    workloads: z
      .array(
        z.strictObject({
          namespace: z.string(),
          name: z.string(),
          kind: z.enum(["Deployment", "StatefulSet", "DaemonSet", "CronJob", "StaticPod"]),
          permissions: z.strictObject({
            keda: permissionSchema.describe("Changes how many pods there are."),
            vpa: permissionSchema.describe("Changes what they request."),
            descheduler: permissionSchema.describe("Moves them to balance the nodes."),
            karpenter: permissionSchema.describe("Moves them to need fewer or cheaper nodes."),
            upgrade: permissionSchema.describe("Drains their node to restart it."),
          }),
        }),
      )
      .readonly()
      .describe("By namespace and name."),
  })
  .readonly() satisfies z.ZodType<CoordinationMatrix>;
