import { standardTiers } from "../tiers/tier-table";
import { type Tier, tierNames } from "./schema";

/** A PriorityClass: what kube-scheduler places first and evicts last. */
export interface Priority {
  /** Name of the PriorityClass. Never begins with `system-`, a prefix that Kubernetes keeps for itself. */
  readonly name: string;
  /** Larger is more important; Kubernetes allows users at most 1,000,000,000. */
  readonly value: number;
  readonly description: string;
}

/** The PriorityClass of each tier, which has the tier's name. */
export const priorityOfTier: Readonly<Record<Tier, Priority>> = {
  "0-core": priorityOf("0-core"),
  "1-cluster": priorityOf("1-cluster"),
  "2-gpu": priorityOf("2-gpu"),
  "3-edge": priorityOf("3-edge"),
  "4-aux": priorityOf("4-aux"),
};

function priorityOf(tier: Tier): Priority {
  return { name: tier, ...standardTiers[tier].priority };
}

/** A tier as its number: 0 is placed first. */
export function tierNumber(tier: Tier): 0 | 1 | 2 | 3 | 4 {
  const numbers = { "0-core": 0, "1-cluster": 1, "2-gpu": 2, "3-edge": 3, "4-aux": 4 } as const satisfies Record<Tier, number>;
  return numbers[tier];
}

/** All priority classes, the most important first. */
export const priorities: readonly Priority[] = tierNames.map((tier) => priorityOfTier[tier]);
