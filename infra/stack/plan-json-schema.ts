import { z } from "zod";
import type { BurstCapacity } from "../burst/burst-document";
import { burstCapacitySchema } from "../burst/burst-json-schema";
import { type FleetCapacity, loadNames } from "../capacity/capacity-document";
import type { HostShares } from "../hardware/host-shares";
import { type Plan, planVersion } from "../placement/plan-document";
import type { MovesLeftOut } from "../placement/what-if/moves-left-out";
import type { OneMoreNode } from "../placement/what-if/one-more-node";
import type { PrintedMemoryLimits } from "./memory-limits";

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
  surge: z
    .strictObject({ pods: count, room: count })
    .describe("Pods that a rolling update would start beside the old ones, and how many of them find room; absent when all do.")
    .exactOptional(),
  reason: z.string().describe("One line, for reading: what happens to it and why."),
  against: z
    .array(z.strictObject({ node: z.string(), reason: z.string() }))
    .readonly()
    .describe("For each node that it is not on, the first thing that speaks against it.")
    .exactOptional(),
});

const unplacedWorkloadSchema = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  replicas: count.describe("Pods that have no node."),
  blockedBy: names.describe(
    "A smallest set of constraints that keeps one more pod from every node while all others stay where the plan has them, by name, each with the nodes that it rules out.",
  ),
  remedies: names.describe("What would unblock it, the cheapest first."),
});

const objectiveSchema = z.strictObject({
  name: z.string(),
  value: z.number(),
  bound: z.number().describe("No plan that is as good in all earlier objectives has a smaller value."),
  gap: z
    .number()
    .nonnegative()
    .describe("(value - bound) / max(1, |value|). Proven optimal is 0 for objectives that count pods, at most 0.0001 for the others."),
});

const hostSchema = z.strictObject({
  name: z.string(),
  cpu: z.strictObject({ threads: count, promisedThreads: count }).describe("Its threads, and the virtual processors that it has promised."),
  memory: z
    .strictObject({ physicalMiB: count, reservedMiB: count, promisedMiB: count })
    .describe("What it has, what of that it keeps for itself, and what it has promised."),
  guests: z
    .array(
      z.strictObject({
        kind: z.enum(["machine", "container"]).describe("A node of the cluster, or a container beside it."),
        name: z.string(),
        vmId: count.describe("Its id in Proxmox; absent when Berth does not create it.").exactOptional(),
        threads: count,
        memoryMiB: count,
        cards: z
          .array(
            z.strictObject({
              name: z.string(),
              model: z.string(),
              path: z.string().describe("Its PCI address in the host, where it is known.").exactOptional(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly()
    .describe("What it carries."),
});

const limitsSchema = z.strictObject({
  limitMiB: count.describe("The sum over the pods that have a memory limit."),
  unlimitedPods: count.describe("Pods that have none."),
});

const memoryLimitsSchema = z.strictObject({
  node: z.string(),
  allocatableMiB: count,
  before: limitsSchema,
  after: limitsSchema,
  relievedBy: names.describe("Workloads that the plan takes away from the node, those with the highest limits first."),
  overcommits: z
    .array(z.strictObject({ workload: z.string(), pods: count, excessMiB: count.describe("Limits less requests.") }))
    .readonly()
    .describe("What may use more than it requests, with the plan, the most first."),
});

const euros = z.number().nonnegative();
const requested = { pods: count, cpuMilli: count, memoryMiB: count };
const requestedBy = z.array(z.strictObject({ id: z.string().describe("namespace/name"), ...requested })).readonly();

const fleetSchema = z.strictObject({
  servers: z.strictObject({ min: count, max: count, now: count }).describe("How many there may be, and how many there are."),
  price: z
    .strictObject({ currency: z.string(), perServerAndMonth: euros, source: z.string() })
    .describe("What each server costs, without VAT."),
  costPerMonth: euros.describe("What all servers that there are now cost."),
  loads: z
    .array(
      z.strictObject({
        load: z
          .enum(loadNames)
          .describe(
            "minimum: all that KEDA scales at its fewest pods; normal: as in the tables; peak: at its most; largest: at peak, with the requests that the VPA may make of them.",
          ),
        ...requested,
        waiting: z
          .array(z.strictObject({ namespace: z.string(), name: z.string(), pods: count }))
          .readonly()
          .describe("What has no node with the servers that there are now."),
        servers: count
          .describe("The fewest servers with which every pod has a node; absent when twice the most are not enough.")
          .exactOptional(),
        costPerMonth: euros.describe("What these cost.").exactOptional(),
      }),
    )
    .readonly(),
  scaling: z
    .strictObject({
      overhead: requestedBy.describe("What the autoscalers' own pods request."),
      released: requestedBy.describe("What goes to zero requests at normal load."),
      net: z.strictObject({ pods: z.int(), cpuMilli: z.int(), memoryMiB: z.int() }).describe("Released less overhead."),
    })
    .describe("What autoscaling costs and what it gives back."),
});

const oneMoreNodeSchema = z.strictObject({
  like: z.string().describe("A node of the kind, as `--add` takes it."),
  pool: z.string().describe("Its pool, if it has one.").exactOptional(),
  shortfalls: z
    .array(z.strictObject({ name: z.enum(["place", "survive-loss", "ceilings"]), now: count, then: count }))
    .readonly()
    .describe("Pods without a node, pods that wait after losses, per mille above ceilings: in this plan, and with one more node."),
});

const movesLeftOutSchema = z.strictObject({
  moves: z
    .array(z.strictObject({ namespace: z.string(), name: z.string(), from: z.string(), to: z.string(), pods: count }))
    .readonly()
    .describe("Moves of the plan without the limit that are not made."),
  objectives: z
    .array(z.strictObject({ name: z.string(), unlimited: z.number(), limited: z.number() }))
    .readonly()
    .describe("What they would bring together: the objectives with another value without the limit, most important first."),
});

/** What `plan --json` prints: the plan, the hosts of its machines where they have any, and memory limits that are too much. */
export interface PrintedPlan extends Plan {
  readonly hosts?: readonly HostShares[];
  readonly fleet?: FleetCapacity;
  readonly burst?: BurstCapacity;
  readonly memoryLimits?: readonly PrintedMemoryLimits[];
  readonly oneMoreNode?: readonly OneMoreNode[];
  readonly movesLeftOut?: MovesLeftOut;
}

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
    hosts: z
      .array(hostSchema)
      .readonly()
      .describe("Physical servers that carry nodes as virtual machines; absent when all nodes are made of metal.")
      .exactOptional(),
    fleet: fleetSchema
      .describe("How many servers each load takes; only for a stack whose number of rented servers varies.")
      .exactOptional(),
    burst: burstCapacitySchema.describe("When the stack rents nodes, and what they cost; absent when it rents none.").exactOptional(),
    memoryLimits: z
      .array(memoryLimitsSchema)
      .readonly()
      .describe("What pods may use of each node; absent when that is at most 90 % of every node, before the plan and with it.")
      .exactOptional(),
    oneMoreNode: z
      .array(oneMoreNodeSchema)
      .readonly()
      .describe(
        "Which kinds of nodes would help if there were one more, the best first; empty when none would. Absent when every pod has a node, no ceiling is exceeded and no pod waits after a loss, and above 4,000 pairs of a node and a workload.",
      )
      .exactOptional(),
    movesLeftOut: movesLeftOutSchema
      .describe("What a limit on moves keeps the plan from; empty when the plan keeps the limit anyway, absent without one.")
      .exactOptional(),
  })
  .readonly() satisfies z.ZodType<PrintedPlan>;

/** What the schema accepts. Does not compile unless every {@link PrintedPlan} is accepted; `satisfies` above is the converse. */
export type PlanDocument = Accepts<z.output<typeof planDocumentSchema>, PrintedPlan>;
type Accepts<Whole, Part extends Whole> = Part;
