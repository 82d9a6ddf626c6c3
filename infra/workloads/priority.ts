import { type Tier, tierNames } from "./schema";

/** A PriorityClass: what kube-scheduler places first and evicts last. */
export interface Priority {
  /** Name of the PriorityClass. Never begins with `system-`, a prefix that Kubernetes keeps for itself. */
  readonly name: string;
  /** Larger is more important; Kubernetes allows users at most 1,000,000,000. */
  readonly value: number;
  readonly description: string;
}

/** The PriorityClass of each tier. Names and values: seed 001, "Priority Classes". */
export const priorityOfTier: Readonly<Record<Tier, Priority>> = {
  "0-core": { name: "0-core", value: 900_000, description: "What the cluster itself needs to work" },
  "1-cluster": { name: "1-cluster", value: 700_000, description: "Services that other workloads depend on" },
  "2-gpu": { name: "2-gpu", value: 500_000, description: "Workloads that need a graphics card" },
  "3-edge": { name: "3-edge", value: 300_000, description: "Services that users reach" },
  "4-aux": { name: "4-aux", value: 200_000, description: "What may wait" },
};

/** A tier as its number: 0 is placed first. */
export function tierNumber(tier: Tier): 0 | 1 | 2 | 3 | 4 {
  const numbers = { "0-core": 0, "1-cluster": 1, "2-gpu": 2, "3-edge": 3, "4-aux": 4 } as const satisfies Record<Tier, number>;
  return numbers[tier];
}

/** All priority classes, the most important first. */
export const priorities: readonly Priority[] = tierNames.map((tier) => priorityOfTier[tier]);
