import { setTimeout as sleep } from "node:timers/promises";
import { brokenBudgets } from "../../move/live-cluster";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";

const pollMilliseconds = 200;

/** Looks at all disruption budgets of a cluster again and again. */
export interface BudgetWatch {
  /** Ends it. @returns those that were not kept at some moment: `namespace/name`, sorted. */
  stop(): Promise<readonly string[]>;
}

export function watchBudgets(api: ClusterApi): BudgetWatch {
  const ended = new AbortController();
  const broken = new Set<string>();
  const watching = (async () => {
    while (!ended.signal.aborted) {
      (await brokenBudgets(api)).forEach((budget) => broken.add(budget));
      await sleep(pollMilliseconds);
    }
  })();
  // Whoever stops it hears of its failure; until then it is nobody's.
  watching.catch(() => undefined);
  return {
    stop: async () => {
      ended.abort();
      await watching;
      return [...broken].sort();
    },
  };
}
