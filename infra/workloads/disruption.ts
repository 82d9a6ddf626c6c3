import type { DisruptionBudget } from "./schema";

/**
 * How many of `replicas` healthy pods a PodDisruptionBudget lets go at once: the disruption controller's own
 * arithmetic, in which percentages of either field round up. Of more pods it never lets fewer go.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function allowedDisruptions(budget: DisruptionBudget, replicas: number): number {
  const mustStay = "minAvailable" in budget ? podsOf(budget.minAvailable, replicas) : replicas - podsOf(budget.maxUnavailable, replicas);
  return Math.max(0, replicas - Math.max(0, mustStay));
}

function podsOf(countOrPercent: number | string, replicas: number): number {
  return typeof countOrPercent === "number" ? countOrPercent : Math.ceil((Number.parseInt(countOrPercent, 10) * replicas) / 100);
}
