import { z } from "zod";
import { objectiveNames } from "../../infra/placement/problem";
import { familyNames } from "./families";

/** Parts of a plan in the order in which they are made. */
export const parts = ["model", "search", "bound", "describe"] as const;

/** What one process hands to another: a cluster to plan. */
export const clusterSchema = z.object({
  nodes: z.number(),
  pods: z.number(),
  replicas: z.number(),
  running: z.number(),
  family: z.enum(familyNames),
  objectives: z.array(z.enum(objectiveNames)),
  seed: z.number(),
});

/** What it gets back. */
export const measurementSchema = z.object({
  workloads: z.number(),
  /** CPU time of the process: what other work on the machine changes least. */
  cpuSeconds: z.record(z.enum(parts), z.number()),
  /** By the clock, for all parts. */
  wallSeconds: z.number(),
  /** CPU time of the independent checker. */
  checkSeconds: z.number(),
  /** Of the process until the plan is there, the problem included. */
  peakMiB: z.number(),
  gaps: z.array(z.object({ objective: z.string(), gap: z.number() })),
  unplacedPods: z.number(),
  /** What the independent checker says; empty for a plan that is right. */
  findings: z.array(z.string()),
});
export type Measurement = z.infer<typeof measurementSchema>;

export function totalSeconds({ cpuSeconds }: Measurement): number {
  return parts.reduce((sum, part) => sum + cpuSeconds[part], 0);
}
