import type { DisruptionBudget } from "./schema";

/**
 * How many of `replicas` healthy pods a PodDisruptionBudget lets go at once: the disruption controller's own
 * arithmetic, in which percentages of either field round up.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function allowedDisruptions(budget: DisruptionBudget, replicas: number): number {
  const mustStay = "minAvailable" in budget ? podsOf(budget.minAvailable, replicas) : replicas - podsOf(budget.maxUnavailable, replicas);
  return Math.max(0, replicas - Math.max(0, mustStay));
}

/** The fewest evictions that a budget allows while the number of pods moves between `least` and `most`, and where. */
export function fewestAllowedDisruptions(budget: DisruptionBudget, least: number, most: number): { readonly allowed: number; readonly replicas: number } {
  let fewest = { allowed: Number.POSITIVE_INFINITY, replicas: least };
  for (let replicas = Math.max(1, least); replicas <= Math.max(1, most); replicas++) {
    const allowed = allowedDisruptions(budget, replicas);
    if (allowed < fewest.allowed) {
      fewest = { allowed, replicas };
    }
  }
  return fewest;
}

function podsOf(countOrPercent: number | string, replicas: number): number {
  return typeof countOrPercent === "number" ? countOrPercent : Math.ceil((Number.parseInt(countOrPercent, 10) * replicas) / 100);
}
