import { podDisruptionBudgetSchema } from "../../infra/observe/api/disruption-budget";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";

/** A PodDisruptionBudget as its controller sees it. */
export interface ObservedBudget {
  /** `namespace/name`. */
  readonly id: string;
  /** Pods that it covers, and how many of them are healthy and have to stay so. */
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
  readonly covers: (pod: Pick<ObservedPod, "namespace" | "labels">) => boolean;
}

type Selector = NonNullable<ReturnType<typeof podDisruptionBudgetSchema.parse>["spec"]["selector"]>;

/** Those that their controller has looked at. */
export async function observeBudgets(api: ClusterApi): Promise<readonly ObservedBudget[]> {
  const budgets = await api.list({ apiVersion: "policy/v1", kind: "PodDisruptionBudget" }, podDisruptionBudgetSchema);
  return budgets.flatMap(({ metadata: { namespace, name }, spec: { selector }, status }): readonly ObservedBudget[] =>
    status === undefined || selector === undefined
      ? []
      : [{ id: `${namespace}/${name}`, ...status, covers: (pod) => pod.namespace === namespace && matches(selector, pod.labels) }],
  );
}

/** All its pods are healthy, and still none may go: no drain of a node with one of them ever ends. */
export function allowsNothing({ expectedPods, currentHealthy, disruptionsAllowed }: ObservedBudget): boolean {
  return expectedPods > 0 && currentHealthy >= expectedPods && disruptionsAllowed === 0;
}

/** Fewer of its pods are healthy than it asks for. */
export function isViolated({ expectedPods, currentHealthy, desiredHealthy }: ObservedBudget): boolean {
  return expectedPods > 0 && currentHealthy < desiredHealthy;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
export function matches({ matchLabels, matchExpressions }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = labels[key];
      switch (operator) {
        case "In":
          return value !== undefined && values.includes(value);
        case "NotIn":
          return value === undefined || !values.includes(value);
        case "Exists":
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}
