import type { Shortfall } from "./shortfalls";

/** Version of the JSON that `scale --json` prints; changes when a field is removed or changes its meaning. */
export const scalingVersion = 1;

/** A program and its arguments. */
export type Command = readonly [program: "kubectl", ...args: string[]];

/** What a number of nodes costs and how full it is. */
export interface FleetSize {
  readonly nodes: number;
  readonly costPerMonth: number;
  /** Measured, or what the pods request where nothing is measured; whole percent of all nodes together. */
  readonly memoryPercent: number;
  readonly cpuPercent: number;
}

/** Why nodes are not taken away, and what would help. */
export interface Obstacle {
  readonly node: string;
  /** The pod, workload, volume or rule that is in the way. */
  readonly subject: string;
  readonly because: string;
  readonly remedies: readonly string[];
}

/** Carried out when all steps before it are. */
export interface DrainStep {
  /** From 1, without gaps. */
  readonly step: number;
  readonly node: string;
  readonly action: "cordon" | "drain" | "delete";
  readonly why: string;
  readonly command: Command;
}

/** The public contract of `scale --json`. */
export interface ScalingProposal {
  readonly version: typeof scalingVersion;
  readonly stack: string;
  /** `refused`: what was asked for cannot be; `none`: there is nothing to do. */
  readonly action: "scale-up" | "scale-down" | "none" | "refused";
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly currency: string;
  readonly present: FleetSize;
  /** As `present` where nothing changes. */
  readonly proposed: FleetSize;
  /** Who asked and why; absent where nobody said. */
  readonly asked?: string;
  /** Why, one sentence each. */
  readonly reasons: readonly string[];
  /** Names of the nodes that come, in order. */
  readonly joining: readonly string[];
  /** Names of the nodes that go, the last one first. */
  readonly leaving: readonly string[];
  /** What the proposed number does not do either: only where no number does better. */
  readonly shortfalls: readonly Shortfall[];
  /** Why it is refused. */
  readonly obstacles: readonly Obstacle[];
  /** What empties the leaving nodes, in order. */
  readonly drain: readonly DrainStep[];
  /** What giving nodes back does not save; only with leaving nodes. */
  readonly notSaved: readonly string[];
}
